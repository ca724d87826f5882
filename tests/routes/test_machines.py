"""What programs learn: from a page's head, the sitemap, llms.txt and Markdown."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from types import SimpleNamespace
from xml.etree import ElementTree as ET

import pytest
import time_machine

from blogsite import urls
from blogsite.lib import clock
from blogsite.models import Blog, Post, SettingsWish, User
from blogsite.models.menu import Arrangement, Link, Menu
from blogsite.models.sitemap import BEGINNING, EACH, entries, parts
from blogsite.presenters import posters
from blogsite.urls.media import social_picture
from tests.support import costs, heads, hostile
from tests.support.factories import make_blog, make_post
from tests.support.visitor import Visitor

SITE = "http://localhost:5454"
_MAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def settings(**wished: object) -> SettingsWish:
    return SettingsWish(values=wished)


@pytest.fixture
def essay(blog: Blog, alice: User) -> Post:
    return make_post(
        blog,
        by=alice,
        title="Rain & sun",
        tags=["rain", "weather"],
        status="published",
        settings=settings(summary="Wet.", language="pt-BR"),
    )


def test_a_post_tells_what_it_is(reader: Visitor, blog: Blog, essay: Post, alice: User) -> None:
    head = heads.read(reader.get(urls.post(essay)).text)
    drawn = social_picture(essay.id, posters.of_post(essay).digest)

    assert {name: head.meta(name) for name in head.metas if name.startswith(("og:", "tw"))} == {
        "og:type": "article",
        "og:title": "Rain & sun",
        "og:description": "Wet.",
        "og:url": f"{SITE}{urls.post(essay)}",
        "og:site_name": "Field Notes",
        "og:locale": "pt_BR",
        "og:image": f"{SITE}{drawn}",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "Rain & sun · Field Notes",
        "twitter:card": "summary_large_image",
    }
    assert head.metas["article:tag"] == ["rain", "weather"]
    assert head.meta("article:author") == f"{SITE}{urls.blogs_of(alice)}"
    assert str(head.meta("article:published_time"))[:10] == clock.now().date().isoformat()
    assert head.link("canonical") == f"{SITE}{urls.post(essay)}"
    assert head.meta("robots") is None


def test_a_post_is_a_thing_that_schema_org_knows(reader: Visitor, blog: Blog, essay: Post) -> None:
    things = heads.read(reader.get(urls.post(essay)).text).things

    posting, crumbs = things["BlogPosting"], things["BreadcrumbList"]["itemListElement"]
    assert (posting["headline"], posting["inLanguage"]) == ("Rain & sun", "pt-BR")
    assert posting["author"]["name"] == "Alice"
    assert posting["isPartOf"]["url"] == f"{SITE}{urls.blog(blog)}"
    assert posting["keywords"] == ["rain", "weather"]
    assert [one["position"] for one in crumbs] == [1, 2]
    assert crumbs[1]["item"] == posting["url"] == f"{SITE}{urls.post(essay)}"


def test_a_page_tells_what_it_is_written_in(
    reader: Visitor, blog: Blog, essay: Post, alice: User
) -> None:
    blog.describe(title="Notas", description="", language="pt-br", time_zone="UTC", by=alice)

    for path in (urls.post(essay), urls.blog(blog)):
        head = heads.read(reader.get(path).text)
        link = {"rel": "alternate", "hreflang": "pt-BR", "href": f"{SITE}{path}"}
        assert link in head.links["alternate"]
    essay.unlist(by=alice)
    assert "hreflang" not in reader.get(urls.post(essay)).text


def test_what_was_published_elsewhere_first_leads_there(
    reader: Visitor, blog: Blog, alice: User
) -> None:
    there = "https://a.example/rain"
    post = make_post(blog, by=alice, status="published", settings=settings(canonical_url=there))

    head = heads.read(reader.get(urls.post(post)).text)

    assert head.link("canonical") == head.meta("og:url") == there
    assert urls.post(post) not in reader.get(urls.sitemap(BEGINNING)).text


@pytest.mark.parametrize("line", [*hostile.LINES, "</script><script>alert(1)</script>"])
def test_hostile_words_stay_data(reader: Visitor, alice: User, line: str) -> None:
    blog = make_blog(by=alice, title=line, description=line)
    post = make_post(blog, by=alice, title=line, tags=["</script>"], status="published")

    for path in (urls.post(post), urls.blog(blog)):
        page = reader.get(path).text
        told = heads.read(page)
        assert told.meta("og:title") == line
        assert page.count("</script>") == 1
    assert told.things["Blog"]["name"] == line


def test_a_page_of_a_blog_is_no_posting(reader: Visitor, blog: Blog, alice: User) -> None:
    page = make_post(
        blog, by=alice, title="About", status="published", settings=settings(kind="page")
    )

    things = heads.read(reader.get(urls.post(page)).text).things

    assert things["WebPage"]["name"] == "About"
    assert "BlogPosting" not in things


def test_a_draft_tells_nothing(alice_browsing: Visitor, draft: Post) -> None:
    head = heads.read(alice_browsing.get(urls.post(draft)).text)

    assert not head.things
    assert not [name for name in head.metas if name.startswith("og:")]


def test_what_search_engines_are_to_leave_alone_says_so(
    reader: Visitor, blog: Blog, alice: User
) -> None:
    empty = reader.get(urls.blog(blog)).text
    for n in range(21):
        make_post(blog, by=alice, title=f"Day {n}", status="published")
    hidden = make_post(blog, by=alice, title="Hidden", status="published")
    hidden.unlist(by=alice)
    older = blog.posts(visible_to=None).older
    pages = [urls.blog(blog, before=older), urls.home(before=older), urls.post(hidden)]

    assert heads.read(empty).meta("robots") == "noindex"
    assert [heads.read(reader.get(one).text).meta("robots") for one in pages] == ["noindex"] * 3
    for path in ("/", urls.blog(blog)):
        head = heads.read(reader.get(path).text)
        assert (head.meta("robots"), head.link("canonical")) == (None, f"{SITE}{path}")
    assert heads.read(reader.get("/").text).things["WebSite"]["url"] == f"{SITE}/"


def test_a_menu_of_links_alone_is_nothing_to_find(reader: Visitor, blog: Blog, alice: User) -> None:
    bees = Link(label="Bees", address="https://bees.example")
    Menu(blog).arrange(Arrangement(places={}, links=[bees]), by=alice)
    with_link = reader.get(urls.blog(blog)).text
    make_post(blog, by=alice, status="published", settings=settings(kind="page"))

    assert heads.read(with_link).meta("robots") == "noindex"
    assert heads.read(reader.get(urls.blog(blog)).text).meta("robots") is None


def test_the_sitemap_tells_when_posts_and_the_front_page_changed(
    reader: Visitor, blog: Blog, essay: Post, alice: User
) -> None:
    assert essay.publication is not None
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        essay.revise(content="It rained *again*.", by=alice)

    root = ET.fromstring(reader.get(urls.sitemap(BEGINNING)).data)
    told = {one.findtext(f"{_MAPS}loc"): one.findtext(f"{_MAPS}lastmod") for one in root}

    assert told == {
        f"{SITE}/": essay.publication.at.isoformat(timespec="seconds"),
        f"{SITE}{urls.blog(blog)}": None,
        f"{SITE}{urls.post(essay)}": essay.updated_at.isoformat(timespec="seconds"),
    }


def places(visitor: Visitor, path: str) -> list[str]:
    root = ET.fromstring(visitor.get(path).data)
    return [str(one.text) for one in root.iter(f"{_MAPS}loc")]


def test_the_sitemap_has_what_everybody_may_find(
    reader: Visitor, blog: Blog, essay: Post, alice: User
) -> None:
    make_post(blog, by=alice, title="Draft")
    make_post(blog, by=alice, title="Hidden", status="published").unlist(by=alice)
    make_post(blog, by=alice, title="Gone", status="published").trash(by=alice)
    coming = clock.now() + timedelta(days=1)
    make_post(blog, by=alice, title="Soon", status="scheduled", publish_at=coming)
    page = make_post(
        blog, by=alice, title="About", status="published", settings=settings(kind="page")
    )
    make_blog(by=alice, title="Empty")

    (only,) = places(reader, "/sitemap.xml")

    paths = ["/", urls.blog(blog), urls.post(essay), urls.post(page)]
    assert places(reader, only.removeprefix(SITE)) == [f"{SITE}{one}" for one in paths]


@pytest.fixture
def a_second_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """No two ids are of the same second."""
    seconds = count(2_000_000_000)
    monkeypatch.setattr("bson.objectid.time", SimpleNamespace(time=lambda: next(seconds)))


@pytest.mark.usefixtures("a_second_apart")
def test_a_large_sitemap_has_parts_that_stay(
    reader: Visitor, blog: Blog, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("blogsite.models.sitemap.EACH", 3)
    posts = [make_post(blog, by=alice, title=f"Day {n}", status="published") for n in range(7)]
    before = places(reader, "/sitemap.xml")
    posts += [make_post(blog, by=alice, title=f"Day {n}", status="published") for n in (7, 8, 9)]

    after = places(reader, "/sitemap.xml")
    found = [place for one in after for place in places(reader, one.removeprefix(SITE))]

    assert (len(after), after[:3]) == (4, before)
    assert [one for one in found if "day" in one] == [f"{SITE}{urls.post(one)}" for one in posts]


@pytest.mark.usefixtures("a_second_apart")
def test_a_stranger_learns_no_posts_id_from_the_sitemap(
    reader: Visitor, blog: Blog, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("blogsite.models.sitemap.EACH", 1)
    posts = [make_post(blog, by=alice, title=f"Day {n}", status="published") for n in range(3)]
    posts[1].unlist(by=alice)

    named = places(reader, "/sitemap.xml")

    assert len(named) == 3
    assert not [one for one in named for post in posts if str(post.id) in one]
    assert [reader.get(urls.sitemap(post.id)).status_code for post in posts] == [404] * 3


def test_posts_of_one_second_stay_together(
    reader: Visitor, blog: Blog, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("blogsite.models.sitemap.EACH", 2)
    monkeypatch.setattr("bson.objectid.time", SimpleNamespace(time=lambda: 2_000_000_000))
    posts = [make_post(blog, by=alice, title=f"Day {n}", status="published") for n in range(5)]

    first, second = places(reader, "/sitemap.xml")

    assert not [one for one in places(reader, first.removeprefix(SITE)) if "day" in one]
    found = places(reader, second.removeprefix(SITE))
    assert [one for one in found if "day" in one] == [f"{SITE}{urls.post(one)}" for one in posts]


def test_a_part_names_no_more_addresses_than_are_allowed() -> None:
    posts = blogs = EACH  # each post may be in another blog

    assert posts + blogs + len(["/"]) <= 50_000


@pytest.mark.usefixtures("a_second_apart")
def test_a_part_full_of_drafts_is_empty_and_there(
    reader: Visitor, blog: Blog, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("blogsite.models.sitemap.EACH", 2)
    make_post(blog, by=alice, status="published")
    for n in range(3):
        make_post(blog, by=alice, title=f"Draft {n}")

    _first, second = places(reader, "/sitemap.xml")

    assert places(reader, second.removeprefix(SITE)) == []
    assert reader.get(urls.sitemap(blog.id)).status_code == 404


@pytest.mark.usefixtures("a_second_apart")
def test_a_part_of_the_sitemap_reads_its_own_posts_only(
    blog: Blog, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("blogsite.models.sitemap.EACH", 4)
    monkeypatch.setattr("blogsite.models.sitemap._AT_ONCE", 2)
    for n in range(20):
        make_post(blog, by=alice, title=f"Day {n}", status="published")
    first = list(parts())[2]

    with costs.watched() as watch:
        found = list(entries(first))

    read = [one for one in watch.explained() if one.command["find"] == "posts"]
    assert [one.slug for one in found] == [f"day-{n}" for n in range(8, 12)]
    assert [one.documents for one in read] == [0, 2, 2, 0]
    assert len(watch.asked) == len(read) + 1


def test_a_post_can_be_had_as_it_was_written(reader: Visitor, blog: Blog, essay: Post) -> None:
    page = reader.get(urls.post(essay)).text
    answer = reader.get(urls.source(essay))

    assert urls.source(essay) == f"{urls.post(essay)}.md"
    assert {"rel": "alternate", "type": "text/markdown", "href": urls.source(essay)} in (
        heads.read(page).links["alternate"]
    )
    assert answer.mimetype == "text/markdown"
    assert answer.headers["Link"] == f'<{SITE}{urls.post(essay)}>; rel="canonical"'
    assert answer.text.startswith('---\ntitle: "Rain & sun"\nauthor: "Alice"\n')
    assert answer.text.endswith("\n---\n\nIt *rained* all day.")


def test_the_source_is_seen_by_whoever_sees_the_post(
    reader: Visitor, alice_browsing: Visitor, blog: Blog, draft: Post, essay: Post, alice: User
) -> None:
    essay.revise(slug="elsewhere", by=alice)
    moved = reader.get(f"{urls.blog(blog)}rain-sun.md")
    essay.withdraw(by=alice)

    assert reader.get(urls.source(draft)).status_code == 404
    assert alice_browsing.get(urls.source(draft)).status_code == 200
    assert (moved.status_code, moved.location) == (301, f"{urls.blog(blog)}elsewhere.md")
    assert reader.get(urls.source(essay)).status_code == 410


def test_language_models_are_told_what_there_is(
    reader: Visitor, blog: Blog, essay: Post, alice: User
) -> None:
    make_post(blog, by=alice, title="A [b](c)", status="published", settings=settings(kind="page"))

    site, own = reader.get("/llms.txt").text, reader.get(urls.llms(blog)).text

    assert f"- [Field Notes]({SITE}{urls.llms(blog)})" in site
    assert own.startswith("# Field Notes\n")
    assert f"- [Rain & sun]({SITE}{urls.source(essay)}): Wet." in own
    assert rf"- [A \[b\](c)]({SITE}/@field-notes/a-b-c)" in own
    assert reader.get("/@field-notes/a-b-c").status_code == 200


def test_an_author_keeps_the_markdown_to_herself(
    reader: Visitor, alice_browsing: Visitor, blog: Blog, essay: Post, alice: User
) -> None:
    answer = alice_browsing.post(
        urls.edit(essay), title=essay.title, content="It rained.", twin="no"
    )

    assert answer.status_code == 302
    assert reader.get(urls.source(essay)).status_code == 410
    assert urls.source(essay) not in reader.get(urls.llms(blog)).text
    assert "text/markdown" not in reader.get(urls.post(essay)).text
    hers = make_post(blog, by=alice, settings=settings(twin="no"))
    assert alice_browsing.get(urls.source(hers)).status_code == 404


def test_a_choice_that_is_none_is_said_beside_it(alice_browsing: Visitor, essay: Post) -> None:
    answer = alice_browsing.post(urls.edit(essay), title="T", content="Typed", twin="maybe")

    assert answer.status_code == 422
    assert "Choose from the list." in answer.text
    assert "Typed" in answer.text
