"""Pages by tag, year and person: open to all, kept in memory, and never showing what is hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from blogsite import urls
from blogsite.lib import clock
from blogsite.models import Blog, Post, SettingsWish, User
from tests.support.factories import make_post
from tests.support.kept import keep, ready, settle
from tests.support.visitor import Visitor


def pages_of(blog: Blog, by: User) -> list[str]:
    """Every page that leads to posts with the tag "weather"."""
    return [
        urls.tag("weather"),
        urls.tag("weather", blog),
        urls.year(blog, clock.now().year),
        urls.written_by(by),
        urls.written_by(by, blog),
        urls.site_feed(tag="weather"),
        urls.site_feed("rss.xml", tag="weather"),
        urls.site_feed("feed.json", tag="weather"),
    ]


def tagged(blog: Blog, title: str, *, by: User, status: str = "published", **given: Any) -> Post:
    return make_post(blog, by=by, title=title, tags=["weather"], status=status, **given)


@pytest.fixture
def rain(blog: Blog, alice: User) -> Post:
    return tagged(blog, "Rain", by=alice)


def test_every_page_leads_to_a_public_post(
    reader: Visitor, carol_browsing: Visitor, rain: Post, blog: Blog, alice: User
) -> None:
    for path in pages_of(blog, alice):
        for person in (reader, carol_browsing):
            assert urls.post(rain) in person.get(path).text, path


HIDDEN: dict[str, Callable[[Post, User], object]] = {
    "withdrawn": lambda post, by: post.withdraw(by=by),
    "unlisted": lambda post, by: post.unlist(by=by),
    "trashed": lambda post, by: post.trash(by=by),
    "a page": lambda post, by: post.revise(settings=SettingsWish(values={"kind": "page"}), by=by),
}


@pytest.mark.parametrize("fate", HIDDEN)
def test_what_is_hidden_leaves_every_page_that_was_kept_at_once(
    app: Flask, reader: Visitor, rain: Post, blog: Blog, alice: User, fate: str
) -> None:
    beside = tagged(blog, "Beside", by=alice)
    ready(app)
    paths = [*pages_of(blog, alice), urls.post(beside), urls.archive(blog)]
    before = {path: keep(app, reader, path).text for path in paths}

    HIDDEN[fate](rain, alice)

    after = {path: reader.get(path).text for path in paths}
    settle(app)
    assert "1 post<" in after.pop(urls.archive(blog))
    assert "2 posts<" in before.pop(urls.archive(blog))
    assert [path for path, text in before.items() if urls.post(rain) not in text] == []
    if fate == "a page":
        after = {path: text.split("<main")[-1] for path, text in after.items()}
    assert [path for path, text in after.items() if urls.post(rain) in text] == []


def test_what_is_due_is_on_every_kept_page_in_its_moment_and_not_before(
    app: Flask, reader: Visitor, rain: Post, blog: Blog, alice: User
) -> None:
    now = clock.now()
    noon = now + timedelta(minutes=3)
    coming = tagged(blog, "Snow", by=alice, status="scheduled", publish_at=noon)
    paths = [*pages_of(blog, alice), urls.post(rain)]
    ready(app)
    for path in paths:
        assert coming.slug not in keep(app, reader, path).text, path

    with time_machine.travel(noon - timedelta(seconds=1), tick=False):
        assert [path for path in paths if coming.slug in reader.get(path).text] == []
    with time_machine.travel(noon, tick=False):
        assert [path for path in paths if coming.slug not in reader.get(path).text] == []
        assert "2 posts" in reader.get(urls.archive(blog)).text


def test_a_post_leads_to_its_neighbours_and_its_tags(
    reader: Visitor, rain: Post, blog: Blog, alice: User
) -> None:
    for title in ("Snow", "Hail", "Fog"):
        tagged(blog, title, by=alice)

    page = reader.get(f"/@{blog.slug}/snow").text

    assert f'<a rel="prev" href="{urls.post(rain)}">' in page
    assert f'<a class="onward" rel="next" href="/@{blog.slug}/hail">' in page
    assert page.index("It <em>rained</em>") < page.index("Related posts") < page.index('rel="prev"')
    assert f'href="{urls.tag("weather", blog)}"' in page


def test_within_a_series_the_way_is_that_of_the_series(
    reader: Visitor, rain: Post, blog: Blog, alice: User
) -> None:
    wish = SettingsWish(values={"series": "Sky"})
    first, _between, last = (
        tagged(blog, title, by=alice, settings=one)
        for title, one in (("One", wish), ("Between", None), ("Two", wish))
    )

    page = reader.get(urls.post(last)).text

    assert f'rel="prev" href="{urls.post(first)}"' in page
    assert "Older post" not in page


def test_a_post_says_when_it_changed_notably(
    reader: Visitor, carol_browsing: Visitor, blog: Blog, alice: User
) -> None:
    with time_machine.travel(clock.now() - timedelta(days=9)):
        post = make_post(blog, by=alice, content="It rained. " * 20, status="published")
    post.revise(content="It raimed. " + "It rained. " * 19, by=alice)
    assert "updated" not in reader.get(urls.post(post)).text

    post.revise(content="It snowed all night. " * 20, by=alice)

    said = post.amended_at.isoformat(timespec="seconds")  # type: ignore[union-attr]
    assert f'updated <time datetime="{said}">' in reader.get(urls.post(post)).text


def test_lists_move_with_their_blog(reader: Visitor, rain: Post, blog: Blog, alice: User) -> None:
    lists = (urls.tag("Big Rain", blog), urls.archive(blog), urls.written_by(alice, blog))
    old = [*lists, urls.year(blog, 2020), urls.archive(blog).upper() + "/"]
    blog.move("elsewhere", by=alice)

    answers = [reader.get(path) for path in old]

    assert [one.status_code for one in answers] == [301] * 5
    new = [urls.tag("Big Rain", blog), urls.archive(blog), urls.written_by(alice, blog)]
    assert [one.location for one in answers] == [*new, urls.year(blog, 2020), urls.archive(blog)]


def test_empty_and_thin_lists_are_not_for_search_engines(
    reader: Visitor, blog: Blog, alice: User
) -> None:
    noindex = '<meta name="robots" content="noindex">'
    empty = [*pages_of(blog, alice)[:5], urls.archive(blog)]
    assert [reader.get(path).status_code for path in empty] == [200] * 6
    assert [path for path in empty if noindex not in reader.get(path).text] == []

    for title in ("Rain", "Snow"):
        tagged(blog, title, by=alice)

    full = [reader.get(path).text for path in empty]
    assert [text for text in full if noindex in text or 'rel="canonical"' not in text] == []


@pytest.mark.parametrize("path", ["archive/9999", "archive/0999", "archive/99", "tags/" + "x" * 51])
def test_there_is_no_page_of_nonsense(reader: Visitor, blog: Blog, path: str) -> None:
    assert reader.get(urls.blog(blog) + path).status_code == 404


def test_a_browser_is_told_about_a_tags_feed(reader: Visitor, rain: Post) -> None:
    answer = reader.get("/tags/weather/feed.xml", headers={"Sec-Fetch-Dest": "document"})

    assert (answer.status_code, answer.location) == (303, "/tags/weather/feeds")
    page = reader.get(answer.location).text
    assert "/tags/weather/feed.xml" in page
    assert f'href="{urls.tag("weather")}"' in page


def test_lists_are_paged_by_key(reader: Visitor, blog: Blog, alice: User) -> None:
    for n in range(21):
        tagged(blog, f"N{n}", by=alice)

    for path in (urls.tag("weather"), urls.tag("weather", blog), urls.written_by(alice, blog)):
        onward = next(link_of(reader.get(path).text, "next"))
        assert "before=" in onward
        assert f"/@{blog.slug}/n0" in reader.get(onward).text


def link_of(page: str, relation: str) -> Iterator[str]:
    for part in page.split("<a ")[1:]:
        if f'rel="{relation}"' in part and "before=" in part:
            yield part.split('href="')[1].split('"')[0].replace("&amp;", "&")
