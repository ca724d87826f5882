"""Feeds: three formats, of a blog, a tag, a person and the site, as programs read them."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask

from blogsite import urls
from blogsite.lib import clock
from blogsite.models import Blog, Post, SettingsWish, User
from blogsite.models.redirect import Redirects
from tests.support import heads, hostile
from tests.support.factories import make_blog, make_post
from tests.support.feeds import atom_faults, json_faults, understood
from tests.support.visitor import Visitor

SITE = "http://localhost:5454"
OTHERS = ("feed.xml", "rss.xml", "feed.json")
KINDS = ["application/atom+xml", "application/rss+xml", "application/feed+json"]


def addresses(blog: Blog, person: User, tag: str = "rain") -> list[str]:
    """Of every feed that there is."""
    bases = ("/", urls.blog(blog), f"{urls.blog(blog)}tags/{tag}/", f"{urls.blogs_of(person)}/")
    return [f"{base}{document}" for base in bases for document in OTHERS]


def titles(visitor: Visitor, path: str) -> list[str]:
    document = visitor.get(path).data
    if path.partition("?")[0].endswith(".json"):
        return [one["title"] for one in json.loads(document)["items"]]
    return [one.title for one in understood(document).entries]


def ids(visitor: Visitor, path: str) -> list[str]:
    """Of a feed, where its format has one, then of all in it."""
    document = visitor.get(path).data
    if path.endswith(".json"):
        return ["", *(one["id"] for one in json.loads(document)["items"])]
    read = understood(document)
    return [read.feed.get("id", ""), *(one.id for one in read.entries)]


@pytest.fixture
def rainy(blog: Blog, alice: User) -> Post:
    return make_post(blog, by=alice, title="Wet", tags=["Rain"], status="published")


def test_every_feed_has_what_is_public(
    reader: Visitor, blog: Blog, rainy: Post, alice: User
) -> None:
    make_post(blog, by=alice, title="Draft", tags=["Rain"])
    make_post(blog, by=alice, title="Hidden", tags=["Rain"], status="published").unlist(by=alice)
    coming = clock.now() + timedelta(days=1)
    make_post(blog, by=alice, title="Soon", tags=["Rain"], status="scheduled", publish_at=coming)

    assert [titles(reader, path) for path in addresses(blog, alice)] == [["Wet"]] * 12


def test_what_is_taken_away_is_out_at_once(
    reader: Visitor, blog: Blog, rainy: Post, alice: User
) -> None:
    rainy.withdraw(by=alice)
    withdrawn = [titles(reader, path) for path in addresses(blog, alice)]
    rainy.publish(by=alice)
    rainy.trash(by=alice)

    assert withdrawn == [titles(reader, path) for path in addresses(blog, alice)] == [[]] * 12


def test_a_tag_and_a_person_have_only_their_own(
    reader: Visitor, blog: Blog, rainy: Post, alice: User, bob: User
) -> None:
    make_post(blog, by=alice, title="Dry", tags=["sun"], status="published")
    theirs = make_post(make_blog(by=bob, title="Other"), by=bob, tags=["Rain"], status="published")

    assert titles(reader, urls.feed(blog, tag="rain")) == ["Wet"]
    assert titles(reader, urls.author_feed(bob)) == [theirs.title]
    assert titles(reader, urls.site_feed()) == [theirs.title, "Dry", "Wet"]


def test_a_tag_may_be_any_words(reader: Visitor, blog: Blog, alice: User) -> None:
    make_post(blog, by=alice, tags=["C/C++ & 100 %", "دفتر"], status="published")

    for tag in ("C/C++ & 100 %", "دفتر"):
        for document in OTHERS:
            assert titles(reader, urls.feed(blog, document, tag=tag)) == ["Rain"]
        assert reader.get(urls.feeds(blog, tag=tag)).status_code == 200
    assert reader.get(urls.feed(blog, tag="t" * 51)).status_code == 404


def test_a_post_keeps_its_id_wherever_it_moves(
    reader: Visitor, blog: Blog, rainy: Post, alice: User
) -> None:
    rainy.revise(slug="elsewhere", title="Wetter", by=alice)

    permanent = f"{SITE}/posts/{rainy.id}"
    for path in addresses(blog, alice):
        document = reader.get(path).data
        if path.endswith(".json"):
            item = json.loads(document)["items"][0]
        else:
            item = understood(document).entries[0]
        assert (item["id"], item["title"]) == (permanent, "Wetter")
    assert reader.get(f"/posts/{rainy.id}").location == urls.post(rainy)


def test_no_feed_and_no_post_is_new_when_its_blog_moves(
    reader: Visitor, blog: Blog, rainy: Post, alice: User
) -> None:
    before = [ids(reader, path) for path in addresses(blog, alice)]
    blog.move("Journal", by=alice)

    after = [ids(reader, path) for path in addresses(blog, alice)]

    assert after == before
    assert after[0][1:] == after[-1][1:] == [f"{SITE}/posts/{rainy.id}"]


def test_formats_are_told_by_their_types(reader: Visitor, blog: Blog) -> None:
    kinds = [reader.get(urls.feed(blog, one)).mimetype for one in OTHERS]

    assert kinds == KINDS


def test_hostile_words_make_feeds_that_programs_read(
    reader: Visitor, alice: User, tmp_path: Path
) -> None:
    blog = make_blog(by=alice, title=hostile.LINES[1], description="x]]>\x0by\x85")
    for number in range(0, len(hostile.VECTORS), 20):
        content = "\n\n".join(hostile.VECTORS[number : number + 20])
        line = hostile.LINES[number // 20 % len(hostile.LINES)]
        tags = [line[:40].replace(",", " "), "rain"]
        make_post(blog, by=alice, title=line, content=content, tags=tags, status="published")

    answers = {path: reader.get(path).data for path in addresses(blog, alice)}

    atoms = {path: one for path, one in answers.items() if path.endswith("feed.xml")}
    assert atom_faults(atoms, tmp_path) == []
    for path, document in answers.items():
        if path.endswith(".json"):
            assert json_faults(document) == []
        else:
            read = understood(document).entries
            assert {one.title for one in read} == {" ".join(one.split()) for one in _titles(blog)}


def _titles(blog: Blog) -> set[str]:
    return {post.title for post in blog.feed().posts}


def test_the_schema_finds_what_is_wrong(reader: Visitor, rainy: Post, tmp_path: Path) -> None:
    right = reader.get("/feed.xml").data

    faults = atom_faults(
        {"no id": right.replace(b"<id>", b"<no>").replace(b"</id>", b"</no>")}, tmp_path
    )

    assert any("incomplete" in one for one in faults)


def test_addresses_in_a_text_are_whole(reader: Visitor, blog: Blog, alice: User) -> None:
    post = make_post(
        blog,
        by=alice,
        status="published",
        content=(
            "a[^1] [b](other?x=1&y=2) [c](/@x/) [d](#there) [e](https://a.example/) [f](http://[) "
            '<q cite="http://a.example/q">g</q> [h](mailto:a@example.org)\n\n'
            '```html\n<a href="/kept">\n```\n\n[^1]: b'
        ),
    )
    here = f"{SITE}{urls.post(post)}"

    content = json.loads(reader.get(urls.feed(blog, "feed.json")).data)["items"][0]["content_html"]

    for address in (f"{here}#p-fn1", f"{SITE}/@field-notes/other?x=1&amp;y=2", f"{SITE}/@x/"):
        assert f'href="{address}"' in content
    for address in ("https://a.example/", "mailto:a@example.org"):
        assert f'href="{address}"' in content
    assert 'href="#' not in content
    assert "/kept" in content
    assert f"{SITE}/kept" not in content


def test_all_three_say_the_same(reader: Visitor, blog: Blog, rainy: Post) -> None:
    atom = understood(reader.get(urls.feed(blog)).data).entries[0]
    rss = understood(reader.get(urls.feed(blog, "rss.xml")).data).entries[0]
    item = json.loads(reader.get(urls.feed(blog, "feed.json")).data)["items"][0]

    assert atom.link == rss.link == item["url"] == f"{SITE}{urls.post(rainy)}"
    assert atom.author == rss.author == item["authors"][0]["name"] == "Alice"
    texts = {
        one.strip() for one in (atom.content[0].value, rss.content[0].value, item["content_html"])
    }
    assert texts == {"<p>It <em>rained</em> all day.</p>"}
    assert atom.published_parsed == rss.published_parsed
    assert [one.term for one in atom.tags] == [one.term for one in rss.tags] == item["tags"]


def test_a_program_is_told_what_a_page_is_written_in(
    reader: Visitor, blog: Blog, rainy: Post, alice: User
) -> None:
    rainy.revise(settings=SettingsWish(values={"language": "pt-br"}), by=alice)

    (link,) = understood(reader.get(urls.feed(blog)).data).entries[0].links

    assert (link.rel, link.href) == ("alternate", f"{SITE}{urls.post(rainy)}")
    assert link.hreflang == "pt-BR"


def test_beside_other_blogs_a_post_says_where_it_is_from(
    reader: Visitor, blog: Blog, rainy: Post
) -> None:
    atom = understood(reader.get(urls.site_feed()).data).entries[0]
    rss = understood(reader.get(urls.site_feed("rss.xml")).data).entries[0]

    assert atom.source.title == rss.source.title == blog.title
    assert atom.source.id == f"{SITE}/posts/{blog.id}"
    assert "source" not in understood(reader.get(urls.feed(blog)).data).entries[0]


@pytest.mark.parametrize("document", OTHERS)
def test_a_walk_through_the_pages_meets_every_post_once(
    reader: Visitor, blog: Blog, alice: User, document: str
) -> None:
    for n in range(43):
        make_post(blog, by=alice, title=f"Day {n}", status="published")

    path, met, sizes = urls.feed(blog, document), [], []
    while path:
        page = titles(reader, path)
        met, sizes = met + page, [*sizes, len(page)]
        path = _next(reader, path)
        if len(sizes) == 1:
            make_post(blog, by=alice, title="Meanwhile", status="published")

    assert met == [f"Day {n}" for n in reversed(range(43))]
    assert sizes == [20, 20, 3]


def _next(reader: Visitor, path: str) -> str:
    document = reader.get(path).data
    if "feed.json" in path:
        found = json.loads(document).get("next_url", "")
    else:
        links = understood(document).feed.links
        found = next((one.href for one in links if one.rel == "next"), "")
    return str(found).removeprefix(SITE)


def test_a_page_says_which_it_is(reader: Visitor, blog: Blog, alice: User) -> None:
    for n in range(21):
        make_post(blog, by=alice, title=f"Day {n}", status="published")
    second = _next(reader, urls.feed(blog))

    links = {one.rel: one.href for one in understood(reader.get(second).data).feed.links}

    assert links["first"] == f"{SITE}{urls.feed(blog)}"
    assert links["self"] == f"{SITE}{second}"
    assert "next" not in links
    assert reader.get(f"{urls.feed(blog)}?before=nonsense").status_code == 404


@pytest.mark.parametrize("document", OTHERS)
def test_who_has_the_feed_is_told_so(
    reader: Visitor, blog: Blog, rainy: Post, alice: User, document: str
) -> None:
    path = urls.feed(blog, document)
    # Within the second of a change no moment is told.
    with time_machine.travel(clock.now() + timedelta(seconds=5)):
        first = reader.get(path)
    told: dict[str, Any] = {"If-None-Match": first.headers["ETag"]}

    again = reader.get(path, headers=told)
    by_moment = reader.get(path, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    rainy.revise(title="Wetter", by=alice)

    assert first.headers["ETag"].startswith('"')
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert by_moment.status_code == 304
    assert reader.get(path, headers=told).status_code == 200


def test_what_is_taken_out_makes_a_feed_older_and_not_unchanged(
    reader: Visitor, blog: Blog, rainy: Post, alice: User
) -> None:
    newer = make_post(blog, by=alice, title="Newer", status="published")
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        known = reader.get(urls.feed(blog)).headers["Last-Modified"]
        newer.withdraw(by=alice)
    with time_machine.travel(clock.now() + timedelta(hours=2)):
        answer = reader.get(urls.feed(blog), headers={"If-Modified-Since": known})

    assert answer.status_code == 200
    assert answer.headers["Last-Modified"] != known


def test_a_head_is_the_same_without_its_body(reader: Visitor, app: Flask, rainy: Post) -> None:
    asked = reader.client.head("/feed.xml")

    assert (asked.status_code, asked.data) == (200, b"")
    assert asked.headers["ETag"] == reader.get("/feed.xml").headers["ETag"]


def test_a_huge_text_is_told_by_its_summary(reader: Visitor, blog: Blog, alice: User) -> None:
    content = "First words.\n\n" + "word " * 60_000
    make_post(blog, by=alice, content=content, status="published")

    answers = [reader.get(urls.feed(blog, one)) for one in OTHERS]

    assert [len(one.data) < 20_000 for one in answers] == [True] * 3
    assert json_faults(answers[2].data) == []
    assert all("First words." in one.text for one in answers)


def test_feeds_of_nobody_are_not_found(reader: Visitor, blog: Blog) -> None:
    assert reader.get("/@nothing/rss.xml").status_code == 404
    assert reader.get(f"/blogs/{blog.id}/feed.xml").status_code == 404


def test_an_empty_feed_is_one(reader: Visitor, blog: Blog, alice: User, tmp_path: Path) -> None:
    answers = {path: reader.get(path).data for path in addresses(blog, alice)}

    atoms = {path: one for path, one in answers.items() if path.endswith("feed.xml")}
    assert atom_faults(atoms, tmp_path) == []
    assert [json_faults(one) for path, one in answers.items() if path.endswith(".json")] == [[]] * 4


def test_a_browser_is_led_to_the_page_that_explains_a_feed(
    reader: Visitor, blog: Blog, alice: User
) -> None:
    for path in addresses(blog, alice, tag="%D8%AF%20x"):
        led = reader.get(path, headers={"Sec-Fetch-Dest": "document"})
        assert (led.status_code, led.headers["Cache-Control"]) == (303, "no-store")
        assert led.location == path.rpartition("/")[0] + "/feeds"
        page = reader.get(led.location)
        assert page.status_code == 200
        assert f"{SITE}{path}" in page.text


@pytest.mark.parametrize("path", ["//evil.example/feed.xml", "/\\evil.example/rss.xml"])
def test_nobody_is_led_to_another_site(reader: Visitor, path: str) -> None:
    led = reader.get(
        "/", headers={"Sec-Fetch-Dest": "document"}, environ_overrides={"PATH_INFO": path}
    )

    assert (led.status_code, led.location) == (404, None)


def test_a_browser_comes_to_a_moved_blogs_page_in_one_hop(
    reader: Visitor, blog: Blog, alice: User
) -> None:
    old = [urls.feed(blog), urls.feed(blog, "rss.xml", tag="rain")]
    blog.move("journal", by=alice)

    led = [reader.get(path, headers={"Sec-Fetch-Dest": "document"}) for path in old]

    assert [(one.status_code, one.location) for one in led] == [
        (303, "/@journal/feeds"),
        (303, "/@journal/tags/rain/feeds"),
    ]


def test_a_browser_at_what_is_no_feed_of_ours_is_answered_as_anybody(
    reader: Visitor, blog: Blog, alice: User
) -> None:
    Redirects(blog).add("blog/feed.xml", "feed.xml", by=alice)

    for path, expected in (
        ("/@field-notes/blog/feed.xml", (301, "/@field-notes/feed.xml")),
        ("/@nothing/feed.xml", (404, None)),
        ("//@field-notes/feed.xml", (301, "/@field-notes/feed.xml")),
    ):
        led = reader.get(
            "/", headers={"Sec-Fetch-Dest": "document"}, environ_overrides={"PATH_INFO": path}
        )
        assert (led.status_code, led.location) == expected


def test_pages_tell_where_their_feeds_are(
    reader: Visitor, blog: Blog, rainy: Post, alice: User
) -> None:
    for page, feed in (
        ("/", urls.site_feed),
        (urls.blog(blog), partial(urls.feed, blog)),
        (urls.post(rainy), partial(urls.feed, blog)),
        (urls.tag("Rain", blog), partial(urls.feed, blog, tag="Rain")),
        (urls.tag("Rain"), partial(urls.site_feed, tag="Rain")),
        (urls.blogs_of(alice), partial(urls.author_feed, alice)),
        (urls.written_by(alice), partial(urls.author_feed, alice)),
        (urls.written_by(alice, blog), partial(urls.author_feed, alice)),
        (urls.feeds(blog, tag="Rain"), partial(urls.feed, blog, tag="Rain")),
    ):
        told = heads.read(reader.get(page).text).links["alternate"]
        found = [(one.get("type"), one["href"]) for one in told]
        for kind, document in zip(KINDS, OTHERS, strict=True):
            assert found.count((kind, feed(document))) == 1
    assert f'href="{urls.feeds(blog)}"' in reader.get(urls.post(rainy)).text
