"""Posts by tag, by person and by year: whatever streams show, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
import time_machine
from flask import Flask

from blogsite.lib import clock
from blogsite.models import Blog, Post, SettingsWish, User
from blogsite.models.errors import NotFound, Refusal
from blogsite.models.listing import PAGE_LENGTH, Window
from blogsite.models.post import Manuscript
from blogsite.models.post.browsing import OF_A_YEAR
from blogsite.models.post.spelling import spellings
from tests.support import costs
from tests.support.factories import make_blog, make_post

quick = pytest.mark.quick

NOON = datetime(2027, 6, 1, 12, tzinfo=UTC)


def at(year: int, month: int = 6, day: int = 1) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)


def written(blog: Blog, *moments: datetime, by: User, tags: tuple[str, ...] = ("Rain",)) -> None:
    posts = (
        Manuscript(
            title=f"{one:%Y-%m-%d}", content="x", by=by, tags=tags, written_at=one, public_at=one
        )
        for one in moments
    )
    list(blog.import_posts(posts))


def years(blog: Blog) -> dict[int, int]:
    return dict(Blog.get(blog.id).counted_years())


def really(blog: Blog) -> dict[int, int]:
    """The same, by looking at every post."""
    found = Post.load_all(Post.collection().find({"blog_id": blog.id}))
    shown = [post.publication.at.year for post in found if post.listed and not post.is_page]  # type: ignore[union-attr]
    return {year: shown.count(year) for year in sorted(set(shown), reverse=True)}


@quick
def test_a_tag_is_found_however_it_is_written(blog: Blog, alice: User) -> None:
    post = make_post(blog, by=alice, tags=["Rain"], status="published")
    make_post(blog, by=alice, title="Dry", tags=["Sun"], status="published")

    for asked in ("rain", "Rain", "RAIN"):
        page = blog.browse(tag=asked)
        assert (list(page.posts), page.spelled(asked)) == ([post], "Rain")
    assert Blog.browse_all(tag="rain").posts == [post]
    assert blog.browse(tag="hail").spelled("hail") == "hail"


@quick
def test_a_person_is_found_in_one_blog_and_in_all(
    edited_blog: Blog, alice: User, bob: User
) -> None:
    own = make_post(edited_blog, by=bob, status="published")
    make_post(edited_blog, by=alice, status="published")
    elsewhere = make_post(make_blog(by=bob, title="Bob's"), by=bob, status="published")

    assert edited_blog.browse(author=bob).posts == [own]
    assert set(Blog.browse_all(author=bob).posts) == {own, elsewhere}


@quick
def test_what_is_in_no_stream_is_browsed_nowhere(blog: Blog, alice: User) -> None:
    given: dict[str, Any] = {"by": alice, "tags": ["Rain"]}
    make_post(blog, **given)
    make_post(blog, **given, status="published", visibility="unlisted")
    make_post(blog, **given, status="published").trash(by=alice)
    make_post(blog, **given, status="published").withdraw(by=alice)
    make_post(blog, **given, status="published", settings=SettingsWish(values={"kind": "page"}))
    make_post(blog, **given, status="scheduled", publish_at=clock.now() + timedelta(minutes=1))

    lists = [blog.browse(tag="rain"), blog.browse(author=alice), blog.of_year(clock.now().year)]
    assert [list(one.posts) for one in (*lists, Blog.browse_all(tag="rain"))] == [[]] * 4
    assert years(blog) == {}


@quick
def test_the_tags_of_a_list_are_those_that_most_posts_have(blog: Blog, alice: User) -> None:
    for tags in (["Sun"], ["rain", "Wind"], ["RAIN"]):
        make_post(blog, by=alice, tags=tags, status="published")

    topics = blog.posts(visible_to=None).topics
    assert (topics[0].casefold(), len(topics)) == ("rain", 3)


def test_a_year_is_told_month_by_month(blog: Blog, alice: User) -> None:
    edges = (
        at(2019, 12, 31),
        at(2020),
        at(2020, 6, 2),
        datetime(2020, 12, 31, 23, 59, 59, tzinfo=UTC),
        at(2021, 1, 1),
    )
    written(blog, *edges, by=alice)

    page = blog_again(blog).of_year(2020)

    assert [(one.at.month, len(one.posts)) for one in page.months] == [(12, 1), (6, 2)]
    assert (page.count, page.before, page.after) == (3, 2019, 2021)


def blog_again(blog: Blog) -> Blog:
    return Blog.get(blog.id)


@quick
def test_a_year_to_come_is_no_address(blog: Blog) -> None:
    for year in (clock.now().year + 1, 999, 9999):
        with pytest.raises(NotFound):
            blog.of_year(year)
    assert blog.of_year(1000).posts == []


def test_a_scheduled_post_counts_from_its_moment_on(blog: Blog, alice: User) -> None:
    with time_machine.travel(NOON - timedelta(days=1), tick=False) as traveller:
        make_post(blog, by=alice, status="scheduled", publish_at=NOON)
        assert years(blog) == {}
        traveller.move_to(NOON)
        assert years(blog) == {2027: 1}


STEPS: tuple[Callable[[Post, User], object], ...] = (
    lambda post, by: post.publish(by=by),
    lambda post, by: post.withdraw(by=by),
    lambda post, by: post.trash(by=by),
    lambda post, by: post.restore(by=by) if post.trashed else None,
    lambda post, by: post.unlist(by=by) if not post.trashed else None,
    lambda post, by: post.relist(by=by) if not post.trashed else None,
    lambda post, by: post.remove(by=by) if post.trashed else None,
    lambda post, by: post.revise(settings=SettingsWish(values={"kind": "page"}), by=by),
    lambda post, by: post.revise(settings=SettingsWish(values={"kind": "post"}), by=by),
    lambda post, by: post.revise(settings=SettingsWish(values={"date": at(2001)}), by=by),
    lambda post, by: post.schedule(clock.now() + timedelta(days=400), by=by),
)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_the_numbers_are_right(blog: Blog, alice: User, seed: int) -> None:
    random = Random(seed)
    written(blog, at(2003), at(2004), at(2004, 7), by=alice)
    posts = [make_post(blog, by=alice, title=f"{n}") for n in range(4)]
    posts += [blog.post(slug, visible_to=None) for slug in ("2003-06-01", "2004-06-01")]
    refused = 0
    for _n in range(40):
        try:
            random.choice(STEPS)(random.choice(posts), alice)
        except Refusal:
            refused += 1
        assert years(blog) == really(blog)
    assert refused < 30


def test_posts_that_come_out_at_once_are_all_counted(app: Flask, blog: Blog, alice: User) -> None:
    drafts = [make_post(blog, by=alice, title=f"{n}") for n in range(5)]

    def publish(draft: Post) -> None:
        with app.app_context():
            Post.get(draft.id).publish(by=alice)

    with ThreadPoolExecutor(5) as threads:
        list(threads.map(publish, drafts))

    assert years(blog) == {clock.now().year: 5}


def test_a_blog_from_before_is_counted_with_its_next_change(blog: Blog, alice: User) -> None:
    written(blog, at(2003), at(2004), by=alice)
    Blog.collection().update_one({"_id": blog.id}, {"$unset": {"years": ""}})
    assert (Blog.get(blog.id).years, years(blog)) == (None, {2004: 1, 2003: 1})

    make_post(blog, by=alice, status="published")

    assert Blog.get(blog.id).years == {"2003": 1, "2004": 1, str(clock.now().year): 1}
    assert years(blog) == really(blog)


def test_every_list_reads_its_own_rows_only(blog: Blog, alice: User, bob: User) -> None:
    day = timedelta(days=1)
    written(blog, *(at(2020) + n * day / 2 for n in range(160)), by=alice)
    for hour, other in enumerate((make_blog(by=bob, title="Other"), blog)):
        moments = (at(2019) + n * day + timedelta(hours=hour) for n in range(40))
        written(other, *moments, by=bob, tags=("Sun",))

    lists: dict[str, Callable[..., Any]] = {
        "tag": lambda **on: blog.browse(tag="rain", **on),
        "tag of all": lambda **on: Blog.browse_all(tag="sun", **on),
        "person": lambda **on: blog.browse(author=bob, **on),
        "person in all": lambda **on: Blog.browse_all(author=alice, **on),
        "year": lambda **on: blog.of_year(2020, **on),
    }
    for name, shown in lists.items():
        length = OF_A_YEAR if name == "year" else PAGE_LENGTH
        for window in (Window(), Window(before=shown().older)):
            with costs.watched() as watch:
                shown(window=window)
            cost = next(one for one in watch.explained() if one.command.get("find") == "posts")
            assert cost.documents <= length + 1 + 1, name
            assert cost.keys <= length + 1 + 1 + len(spellings("rain")) + 1, name
            assert not cost.sorted_in_memory, name


def test_numbers_of_years_cost_no_more_than_is_scheduled(blog: Blog, alice: User) -> None:
    written(blog, *(at(2020) + timedelta(days=n) for n in range(60)), by=alice)
    make_post(blog, by=alice, status="scheduled", publish_at=clock.now() + timedelta(days=1))

    with costs.watched() as watch:
        Blog.get(blog.id).counted_years()

    assert watch.of("posts", "aggregate").documents == 1
