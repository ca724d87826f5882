"""Links that never break: what was moved, is written otherwise, or is gone."""

from __future__ import annotations

import re
from random import Random
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from blogsite import urls
from blogsite.database import connection
from blogsite.models import Blog, Post, SettingsWish, User
from blogsite.models.blog_removal import remove
from blogsite.models.forwarding import forward
from blogsite.models.redirect import Redirects
from tests.support.addresses import Life, broken
from tests.support.costs import Costs, watched
from tests.support.factories import make_blog, make_post
from tests.support.visitor import Visitor

IN_A_SERIES = SettingsWish(values={"series": "Walks"})
A_PAGE = SettingsWish(values={"kind": "page"})


def asked(app: Flask, path: str, **environ: Any) -> TestResponse:
    """By a program that sends the path as it is, slashes at its beginning too."""
    raw = path.encode().decode("latin-1")
    return app.test_client().get("/", environ_overrides={"PATH_INFO": raw, **environ})


def answer(visitor: Visitor, path: str) -> tuple[int, str | None]:
    got = visitor.get(path)
    return got.status_code, got.location


def test_an_old_name_of_a_blog_leads_on_with_all_below_it(
    reader: Visitor, blog: Blog, published: Post, alice: User
) -> None:
    make_post(
        blog,
        by=alice,
        title="Walk",
        status="published",
        settings=IN_A_SERIES,
    )
    blog.move("Journal", by=alice)

    for rest in ("/", "/rain", "/feed.xml", "/series/walks"):
        assert answer(reader, f"/@field-notes{rest}") == (301, f"/@journal{rest}")
        assert reader.get(f"/@journal{rest}").status_code == 200
    assert answer(reader, "/@field-notes") == (301, "/@journal/")


def test_many_renames_are_one_hop(
    reader: Visitor, blog: Blog, published: Post, alice: User
) -> None:
    for name, slug in (("b", "snow"), ("c", "hail"), ("d", "sleet")):
        blog.move(name, by=alice)
        published.revise(slug=slug, by=alice)

    for old in ("field-notes", "b", "c"):
        for slug in ("rain", "snow", "hail", "sleet"):
            assert answer(reader, f"/@{old}/{slug}") == (301, "/@d/sleet")
    assert answer(reader, "/@d/rain") == (301, "/@d/sleet")
    assert answer(reader, urls.permanent(published)) == (301, "/@d/sleet")
    assert answer(reader, urls.permanent(blog)) == (301, "/@d/")


def test_a_name_that_is_taken_back_answers_again(
    reader: Visitor, blog: Blog, published: Post, alice: User
) -> None:
    blog.move("journal", by=alice)
    blog.move("field-notes", by=alice)
    published.revise(slug="snow", by=alice)
    published.revise(slug="rain", by=alice)

    assert answer(reader, "/@field-notes/rain") == (200, None)
    assert answer(reader, "/@journal/snow") == (301, "/@field-notes/rain")


@pytest.mark.parametrize(
    "path",
    [
        "/@Field-Notes/Rain/",
        "/@field-notes/rain/",
        "/@FIELD-NOTES/rain",
        "//@field-notes/rain",
        "/@field-notes//rain",
        "///@Field-Notes///RAIN//",
    ],
)
def test_case_and_slashes_are_put_right_in_one_hop(app: Flask, published: Post, path: str) -> None:
    got = asked(app, path)

    assert (got.status_code, got.location) == (301, "/@field-notes/rain")
    assert got.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["/@field-notes", "/@Field-Notes/", "/@field-notes//"])
def test_a_blogs_own_address_ends_in_a_slash(app: Flask, blog: Blog, path: str) -> None:
    got = asked(app, path)

    assert (got.status_code, got.location) == (301, "/@field-notes/")


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/@field-notes/rain",
        "/\\evil.example/@field-notes",
        "//evil.example",
        "/\\evil.example",
        "/@\\evil.example/",
        "//@evil.example/%2f%2fevil.example",
        "/@field-notes//evil.example",
        "/@field-notes/\\evil.example",
        "/@field-notes/..//evil.example",
        "/@field-notes/\r\nLocation: https://evil.example",
    ],
)
def test_nothing_leads_to_somebody_elses_site(app: Flask, published: Post, path: str) -> None:
    got = asked(app, path)

    assert (got.status_code, got.location) == (404, None)


def test_a_path_that_is_put_right_stays_on_the_site(app: Flask) -> None:
    for path in ("//search-me", "//login/", "/\\login", "//Register//", "/LOGIN"):
        location = asked(app, path).location
        assert location is None or (location[0] == "/" and location[1] not in "/\\"), path


def test_pages_of_the_site_are_put_right_too(reader: Visitor, published: Post) -> None:
    assert answer(reader, "/login/?x=1") == (301, "/login?x=1")
    assert answer(reader, "/Register") == (301, "/register")
    permanent = urls.permanent(published)
    assert answer(reader, f"{permanent}/") == (301, "/@field-notes/rain")
    assert answer(reader, f"/posts/{str(published.id).upper()}") == (301, "/@field-notes/rain")


def test_a_token_is_not_folded(reader: Visitor) -> None:
    assert answer(reader, "/Users/Activate/TokeN") == (404, None)
    assert answer(reader, "/users/activate/TokeN/") == (301, "/users/activate/TokeN")


def test_a_form_is_never_sent_on(
    alice_browsing: Visitor, blog: Blog, published: Post, alice: User
) -> None:
    blog.move("journal", by=alice)

    for path in ("/@field-notes/rain", "/@journal", "/@Journal/rain/", "/login/", "/Auth/Login"):
        got = alice_browsing.post(path, title="Words")
        assert (got.status_code in (404, 405), got.location) == (True, None), path


def test_what_the_query_asks_goes_along_where_it_means_the_same(
    reader: Visitor, blog: Blog, published: Post, alice: User
) -> None:
    blog.move("journal", by=alice)
    key = "0-" + str(published.id)

    older = answer(reader, f"/@field-notes/?before={key}&utm_source=x")
    found = answer(reader, f"/@field-notes/search?utm_source=x&q=rain%26snow&before={key}")

    assert older == (301, f"/@journal/?before={key}")
    assert found == (301, f"/@journal/search?before={key}&q=rain%26snow")


def test_withdrawn_trashed_and_deleted_are_gone_under_each_name_and_come_back(
    reader: Visitor, blog: Blog, published: Post, alice: User
) -> None:
    blog.move("journal", by=alice)
    published.revise(slug="snow", by=alice)
    addresses = [
        f"/@{name}/{slug}" for name in ("field-notes", "journal") for slug in ("rain", "snow")
    ]

    def statuses() -> set[int]:
        return {reader.get(one).status_code for one in (*addresses, urls.permanent(published))}

    published.withdraw(by=alice)
    assert statuses() == {410}
    published.publish(by=alice)
    assert statuses() == {200, 301}
    published.trash(by=alice)
    assert statuses() == {410}
    published.restore(by=alice)
    assert statuses() == {200, 301}
    published.trash(by=alice)
    published.remove(by=alice)
    assert statuses() == {410}


def test_a_live_slug_beats_an_old_one(
    reader: Visitor, blog: Blog, published: Post, alice: User
) -> None:
    published.revise(slug="snow", by=alice)
    other = make_post(blog, by=alice, title="Other", status="published")
    other.revise(slug="rain", by=alice)
    blog.move("journal", by=alice)

    assert answer(reader, "/@journal/rain") == (200, None)
    assert answer(reader, "/@field-notes/rain") == (301, "/@journal/rain")
    assert answer(reader, "/@field-notes/snow") == (301, "/@journal/snow")


def test_nothing_leads_to_a_draft_but_its_members(
    reader: Visitor, alice_browsing: Visitor, blog: Blog, draft: Post, alice: User
) -> None:
    blog.move("journal", by=alice)

    assert answer(reader, "/@field-notes/rain") == (404, None)
    assert answer(reader, "/@Journal/Rain/") == (404, None)
    assert answer(alice_browsing, "/@field-notes/rain") == (302, "/@journal/rain")


def test_unlisted_posts_and_pages_keep_their_addresses(
    reader: Visitor, blog: Blog, alice: User
) -> None:
    make_post(blog, by=alice, title="Quiet", status="published", visibility="unlisted")
    make_post(
        blog,
        by=alice,
        title="About",
        status="published",
        settings=A_PAGE,
    )
    blog.move("journal", by=alice)

    assert answer(reader, "/@field-notes/quiet") == (301, "/@journal/quiet")
    assert answer(reader, "/@field-notes/about") == (301, "/@journal/about")


def test_a_deleted_blog_is_gone_under_each_of_its_names(
    reader: Visitor, blog: Blog, published: Post, alice: User
) -> None:
    make_post(blog, by=alice, title="Secret")
    blog.move("journal", by=alice)
    remove(blog, by=alice)

    for name in ("field-notes", "journal", "Journal"):
        for rest in ("/", "/rain", "/feed.xml"):
            assert answer(reader, f"/@{name}{rest}") == (410, None), (name, rest)
        assert answer(reader, f"/@{name}/secret") == (404, None)
        assert answer(reader, f"/@{name}/nothing") == (404, None)


def test_what_never_was_is_not_found(reader: Visitor, blog: Blog, alice: User) -> None:
    blog.move("journal", by=alice)

    for path in (
        *("/@nobody/", "/@nobody/rain", "/@field-notes/nothing", "/@journal/2019/05/x"),
        *("/@field-notes/series/nothing", "/@field-notes/rain.md", "/@/", "/@", "/@@", "/@/@"),
        "/@field-notes/" + "x" * 5000,
    ):
        assert answer(reader, path) == (404, None), path


def test_the_name_of_a_series_that_nobody_ever_read_is_not_confirmed(
    reader: Visitor, blog: Blog, alice: User
) -> None:
    post = make_post(blog, by=alice, title="Walk", settings=IN_A_SERIES)
    blog.move("journal", by=alice)
    before = [answer(reader, f"/@{name}/series/walks") for name in ("field-notes", "Journal")]

    post.publish(by=alice)
    post.withdraw(by=alice)

    assert before == [(404, None)] * 2
    assert answer(reader, "/@field-notes/series/walks") == (301, "/@journal/series/walks")
    assert reader.get("/@journal/series/walks").status_code == 410


def test_no_address_that_was_given_out_is_lost(app: Flask, reader: Visitor, alice: User) -> None:
    life = Life(random=Random(7), owner=alice)
    life.begin()
    for _n in range(40):
        life.step()

    assert broken(life, lambda path: answer(reader, path)) == [], life.lived


def test_what_leads_on_and_what_is_not_there_asks_three_times_at_most(
    reader: Visitor, blog: Blog, published: Post, alice: User
) -> None:
    make_blog(by=alice, title="Other")
    Redirects(blog).add("old.html", "rain", by=alice)
    Redirects(blog).add("2019/05/old", "rain", by=alice)
    published.revise(slug="snow", by=alice)
    blog.move("journal", by=alice)
    costs = {
        path: asked_for(reader, path)
        for path in (
            *("/@field-notes/rain", "/@journal/rain", "/@field-notes/old.html", "/@Journal/"),
            *("/@journal/old.html", "/@field-notes/2019/05/old", "/@field-notes/feed.xml"),
            *("/@nobody/", "/@nobody/x", "/@journal/nothing", "/@journal/1/2/3", "/@other/x"),
        )
    }

    assert {len(one.asked) for one in costs.values()} <= {1, 2, 3}, costs
    assert {path for path in costs if reader.get(path).status_code == 301} == set(list(costs)[:7])


def test_the_question_reads_what_it_finds_and_nothing_else(
    app: Flask, blog: Blog, published: Post, alice: User
) -> None:
    for n in range(30):
        make_post(blog, by=alice, title=f"Day {n}")
        make_blog(by=alice, title=f"Blog {n}")
    Redirects(blog).take_in("\n".join(f"old/{n} rain" for n in range(50)), by=alice)
    blog.move("journal", by=alice)

    with watched() as costs:
        forward("/@field-notes/rain", visible_to=None)
        forward("/@field-notes/old/7", visible_to=None)

    for command in costs.asked:
        explained = connection().database.command("explain", command, verbosity="executionStats")
        plan = repr(explained)
        assert "COLLSCAN" not in plan
        read = [
            int(one)
            for one in re.findall(r"'(?:totalDocsExamined|totalKeysExamined)': (\d+)", plan)
        ]
        assert max(read) <= 6, plan


def asked_for(reader: Visitor, path: str) -> Costs:
    with watched() as costs:
        # In this thread and its context, where costs are watched.
        reader.client.get(path)
    return costs
