"""The pages of a search."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from blogsite import urls
from blogsite.lib.allowance import Allowance
from blogsite.models import Blog, User, blog_removal, search
from blogsite.models.search import Search
from blogsite.web import asking
from tests.support.factories import make_post
from tests.support.modes import give
from tests.support.visitor import Visitor


@pytest.fixture(autouse=True)
def _fresh_allowance(app: Flask) -> Iterator[None]:
    """Nobody has searched yet, and nobody has when this is over."""
    app.extensions.pop("blogsite.searches", None)
    yield
    app.extensions.pop("blogsite.searches", None)


def public(blog: Blog, by: User, title: str, content: str) -> None:
    make_post(blog, by=by, status="published", title=title, content=content)


@pytest.mark.parametrize("where", ["/search", "/@field-notes/search"])
def test_a_reader_sees_what_was_found_and_where(
    reader: Visitor, blog: Blog, alice: User, where: str
) -> None:
    public(blog, alice, "Heavy rain", "We had one umbrella for us all.")

    page = reader.get(f"{where}?q=umbrella+rain")

    assert page.status_code == 200
    assert 'href="/@field-notes/heavy-rain">Heavy <mark>rain</mark></a>' in page.text
    assert "We had one <mark>umbrella</mark> for us all." in page.text
    assert alice.name in page.text
    assert '<meta name="robots" content="noindex">' in page.text
    assert ("Field Notes</bdi>" in page.text) == (where == "/search")


def test_hostile_words_are_shown_as_they_are(reader: Visitor, blog: Blog, alice: User) -> None:
    hostile = "<script>alert(1)</script>"
    public(blog, alice, f"{hostile} rain", f"`{hostile}` and \"'><img src=x onerror=y> rain")

    pages = [reader.get(f"/search?q={q}").text for q in ("rain", hostile, '"><img src=x> rain')]

    for page in pages:
        assert hostile not in page
        assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; <mark>rain</mark>" in pages[0]


@pytest.mark.parametrize("where", ["/search", "/@field-notes/search"])
def test_nothing_asked_shows_how_to_ask(reader: Visitor, blog: Blog, where: str) -> None:
    for query in ("", "?q=", "?q=+%09", "?q[$ne]=x", "?q=%00"):
        page = reader.get(f"{where}{query}")
        assert (page.status_code, "Ways to ask" in page.text) == (200, True)


def test_nothing_found_says_what_may_help(reader: Visitor, blog: Blog) -> None:
    page = reader.get("/@field-notes/search?q=umbrella")

    assert page.status_code == 200
    assert "Nothing found" in page.text
    assert 'href="/search?q=umbrella"' in page.text


@pytest.mark.parametrize("typed", ["!!", "a", "-rain", "x" * 10_000])
def test_what_cannot_be_looked_for_stays_in_the_field(reader: Visitor, typed: str) -> None:
    page = reader.get(f"/search?q={typed}")

    assert page.status_code == 422
    assert 'aria-describedby="q-error"' in page.text
    assert f'value="{typed[:200]}"' in page.text


def test_the_way_to_older_posts_keeps_the_question(
    reader: Visitor, blog: Blog, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "PAGE_LENGTH", 1)
    for number in range(2):
        public(blog, alice, f"Day {number}", "It was “heavy rain” & more.")
    first = reader.get('/@field-notes/search?q="heavy+rain"+%26+more')
    onward = first.text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")

    second = reader.get(onward)

    assert ("Day 1" in first.text, "Day 0" in first.text) == (True, False)
    assert ("Day 1" in second.text, "Day 0" in second.text) == (False, True)
    assert "&#34;heavy rain&#34; &amp; more" in second.text
    assert 'rel="next"' not in second.text


def test_a_key_that_is_none_is_nowhere(reader: Visitor) -> None:
    assert reader.get("/search?q=rain&before=text.x").status_code == 404


def test_a_search_that_takes_too_long_asks_for_a_rarer_word(
    reader: Visitor, blog: Blog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Search, "through", lambda *_, **__: Search(too_slow=True))

    page = reader.get("/@field-notes/search?q=rain")

    assert (page.status_code, "That took too long" in page.text) == (200, True)


def test_a_blog_that_is_not_there(reader: Visitor, blog: Blog, alice: User) -> None:
    blog_removal.remove(blog, by=alice)

    assert reader.get("/@nobody/search?q=rain").status_code == 404
    assert reader.get(f"{urls.search(blog)}?q=rain").status_code == 410


def test_who_searches_without_end_has_to_wait(app: Flask, reader: Visitor, blog: Blog) -> None:
    now = [0.0]
    app.extensions["blogsite.searches"] = Allowance(times=2, per=4, now=lambda: now[0])
    answers = [reader.get("/search?q=rain") for _ in range(3)]
    elsewhere = reader.get("/search?q=rain", environ_base={"REMOTE_ADDR": "192.0.2.9"})
    just_looking = reader.get("/search")
    now[0] = 2.0
    later = reader.get("/search?q=rain")

    assert [one.status_code for one in answers] == [200, 200, 429]
    assert answers[-1].headers["Retry-After"] == "2"
    assert "A little too often" in answers[-1].text
    assert {one.status_code for one in (elsewhere, just_looking, later)} == {200}


def test_thirty_searches_at_once_are_nobodys_business(reader: Visitor, blog: Blog) -> None:
    answers = [reader.get("/search?q=rain").status_code for _ in range(asking.AT_ONCE)]

    assert set(answers) == {200}


def test_without_throttles_nobody_waits(
    app: Flask, reader: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(app, monkeypatch, throttles=False)

    answers = {reader.get("/search?q=rain").status_code for _ in range(asking.AT_ONCE + 2)}

    assert answers == {200}


def test_a_search_is_in_every_header(reader: Visitor, blog: Blog, alice: User) -> None:
    public(blog, alice, "Rain", "It rained.")

    for path, action in {
        "/": "/search",
        "/login": "/search",
        "/@field-notes/": "/@field-notes/search",
        "/@field-notes/rain": "/@field-notes/search",
    }.items():
        assert f'<form method="get" action="{action}">' in reader.get(path).text
