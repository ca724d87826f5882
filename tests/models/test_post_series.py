"""Series: posts of a blog in an order, with a way from each to the next."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from blogsite.lib import clock
from blogsite.models import Blog, Post, SettingsWish, User
from blogsite.models.errors import Gone, Invalid, NotFound
from blogsite.models.post.series import Series
from blogsite.models.post.trashing import KEPT_FOR
from blogsite.models.trash import expire
from tests.support import costs
from tests.support.factories import make_blog, make_post

quick = pytest.mark.quick


def make_part(
    blog: Blog,
    title: str,
    *,
    by: User,
    part: int | None = None,
    series: str = "On rain",
    status: str = "published",
) -> Post:
    wish = SettingsWish(values={"series": series, "part": part})
    return make_post(blog, by=by, title=title, status=status, settings=wish)


def put(post: Post, series: str, part: int | None = None, *, by: User) -> None:
    post.revise(settings=SettingsWish(values={"series": series, "part": part}), by=by)


def titles(blog: Blog, slug: str = "on-rain") -> list[str]:
    return [one.title for one in Blog.get(blog.id).parts_of(slug)[1]]


def names(blog: Blog) -> list[str]:
    return [one["title"] for one in Blog.get(blog.id).series]


def seen_at(blog: Blog, post: Post, *, by: User | None = None) -> Series:
    series = blog.post(post.slug, visible_to=by).series
    assert series is not None
    return series


@quick
def test_parts_go_by_number_then_by_date(blog: Blog, alice: User) -> None:
    make_part(blog, "c", by=alice)
    make_part(blog, "b", by=alice, part=7)
    make_part(blog, "d", by=alice)
    make_part(blog, "a", by=alice, part=2)

    assert titles(blog) == ["a", "b", "c", "d"]


def test_a_part_knows_its_place_and_its_neighbours(blog: Blog, alice: User) -> None:
    first, second, third = [make_part(blog, one, by=alice) for one in "abc"]

    seen = seen_at(blog, second)

    assert (seen.title, seen.number, len(seen.lines)) == ("On rain", 2, 3)
    assert seen.previous is not None
    assert seen.next is not None
    assert (seen.previous.slug, seen.next.slug) == (first.slug, third.slug)
    assert seen_at(blog, first).previous is None
    assert seen_at(blog, third).next is None


def test_only_what_everybody_can_read_counts(blog: Blog, alice: User) -> None:
    parts = [make_part(blog, one, by=alice) for one in "abcdf"]
    parts[0].withdraw(by=alice)
    parts[4].unlist(by=alice)
    parts[2].trash(by=alice)
    parts[3].revise(settings=SettingsWish(values={"kind": "page"}), by=alice)
    make_part(blog, "e", by=alice, status="draft").schedule(
        clock.now() + timedelta(days=1), by=alice
    )

    seen = seen_at(blog, parts[1])

    assert (seen.number, len(seen.lines), seen.previous, seen.next) == (1, 1, None, None)
    assert titles(blog) == ["b"]


def test_a_draft_counts_for_its_members_alone(blog: Blog, alice: User) -> None:
    first = make_part(blog, "a", by=alice)
    draft = make_part(blog, "b", by=alice, status="draft")

    assert (seen_at(blog, draft, by=alice).number, len(seen_at(blog, first).lines)) == (2, 1)


def test_numbers_with_gaps_and_twins_do_no_harm(blog: Blog, alice: User) -> None:
    parts = [
        make_part(blog, one, by=alice, part=n)
        for one, n in (("a", 10), ("b", 10), ("c", 3), ("d", 9999))
    ]
    put(parts[3], "On rain", 1, by=alice)

    assert titles(blog) == ["d", "c", "a", "b"]
    assert [seen_at(blog, part).number for part in parts] == [3, 4, 2, 1]


@quick
def test_a_name_written_otherwise_is_the_same_series(blog: Blog, alice: User) -> None:
    make_part(blog, "a", by=alice)
    part = make_part(blog, "b", by=alice, series="ON  Rain")

    assert names(blog) == ["On rain"]
    assert part.settings["series"] == "On rain"


@quick
def test_names_of_one_address_stay_apart(blog: Blog, alice: User) -> None:
    make_part(blog, "a", by=alice, series="C++")
    make_part(blog, "b", by=alice, series="C")

    assert (titles(blog, "c"), titles(blog, "c-2")) == (["a"], ["b"])


@quick
def test_blogs_have_series_of_their_own(blog: Blog, alice: User) -> None:
    other = make_blog(by=alice, title="Other")
    make_part(other, "a", by=alice)

    with pytest.raises(NotFound):
        titles(blog)


@quick
def test_a_name_goes_with_its_last_post_if_nobody_read_it(blog: Blog, alice: User) -> None:
    parts = [make_part(blog, one, by=alice, status="draft", series="Ray") for one in "ab"]
    put(parts[0], "Rain", by=alice)
    assert names(blog) == ["Ray", "Rain"]

    parts[1].trash(by=alice)
    parts[1].remove(by=alice)

    assert names(blog) == ["Rain"]


@quick
def test_the_page_of_a_series_that_was_public_is_gone_for_ever(blog: Blog, alice: User) -> None:
    part = make_part(blog, "a", by=alice)
    draft = make_part(blog, "b", by=alice, status="draft")
    part.withdraw(by=alice)
    with pytest.raises(Gone):
        titles(blog)

    put(part, "", by=alice)
    put(draft, "", by=alice)

    with pytest.raises(Gone):
        titles(blog)


@quick
def test_what_expires_in_the_trash_leaves_its_series(blog: Blog, alice: User) -> None:
    read = make_part(blog, "a", by=alice)
    never = make_part(blog, "b", by=alice, series="Ray", status="draft")
    for part in (read, never):
        part.trash(by=alice)

    with time_machine.travel(clock.now() + KEPT_FOR + timedelta(seconds=1)):
        for part in (read, never):
            expire(part.id)

    assert names(blog) == ["On rain"]
    with pytest.raises(Gone):
        titles(blog)


@quick
def test_a_series_that_no_list_ever_led_to_is_not_to_be_known(blog: Blog, alice: User) -> None:
    wish = SettingsWish(values={"series": "Secret"})
    given: dict[str, Any] = {"visibility": "unlisted", "status": "published", "settings": wish}
    part = make_post(blog, by=alice, **given)
    with pytest.raises(NotFound):
        titles(blog, "secret")

    part.relist(by=alice)
    assert titles(blog, "secret") == ["Rain"]
    part.unlist(by=alice)
    with pytest.raises(Gone):
        titles(blog, "secret")


@quick
def test_the_page_of_a_series_of_drafts_is_not_to_be_known(blog: Blog, alice: User) -> None:
    make_part(blog, "a", by=alice, status="draft")

    with pytest.raises(NotFound):
        titles(blog)


@quick
def test_series_and_blogs_have_bounds(
    blog: Blog, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("blogsite.models.post.series.MOST_PARTS", 1)
    monkeypatch.setattr("blogsite.models.post.series.MOST_SERIES", 1)
    make_part(blog, "a", by=alice)

    for name in ("On rain", "Another"):
        with pytest.raises(Invalid) as refusal:
            make_part(blog, "b", by=alice, series=name)
        assert refusal.value.field == "series"


def test_posts_that_begin_a_series_at_once_begin_one(app: Flask, blog: Blog, alice: User) -> None:
    drafts = [make_post(blog, by=alice, title=f"{n}") for n in range(5)]

    def join(draft: Post) -> None:
        with app.app_context():
            put(Post.get(draft.id), "On rain", by=alice)

    with ThreadPoolExecutor(5) as threads:
        list(threads.map(join, drafts))

    assert names(blog) == ["On rain"]
    assert len({Post.get(one.id).part.series_id for one in drafts}) == 1  # type: ignore[union-attr]


def test_a_series_reads_its_own_parts_only(blog: Blog, alice: User) -> None:
    parts = [make_part(blog, f"{n}", by=alice) for n in range(4)]
    for n in range(10):
        make_part(blog, f"x{n}", by=alice, series="Another")

    with costs.watched() as watch:
        Blog.get(blog.id).parts_of("on-rain")
        blog.post(parts[0].slug, visible_to=None)

    page = next(one for one in watch.explained() if one.command.get("find") == "posts")
    around = next(one for one in watch.explained() if "aggregate" in one.command)
    assert (page.documents, around.documents) == (4, 4)
