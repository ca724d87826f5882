"""What stands beside a post: the older and the newer one, and others about the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random
from typing import Any

import pytest
import time_machine

from blogsite.database import connection
from blogsite.lib import clock
from blogsite.models import Blog, Post, SettingsWish, User
from blogsite.models.post import Manuscript
from blogsite.models.post.neighbours import MOST_COMPARED, MOST_RELATED
from tests.support import costs
from tests.support.factories import make_blog, make_post

Fate = Callable[[Post, User], object]

HIDDEN: dict[str, Fate] = {
    "withdrawn": lambda post, by: post.withdraw(by=by),
    "unlisted": lambda post, by: post.unlist(by=by),
    "trashed": lambda post, by: post.trash(by=by),
    "purged": lambda post, by: (post.trash(by=by), post.remove(by=by)),
    "a page": lambda post, by: post.revise(settings=wish(kind="page"), by=by),
    "scheduled": lambda post, by: (
        post.withdraw(by=by),
        post.schedule(clock.now() + timedelta(days=1), by=by),
    ),
}


def wish(**values: Any) -> SettingsWish:
    return SettingsWish(values=values)


def posts_of(blog: Blog, *titles: str, by: User, tags: tuple[str, ...] = ()) -> list[Post]:
    """Published an hour apart, the last an hour ago."""
    first = clock.now() - timedelta(hours=len(titles))
    for n, title in enumerate(titles):
        at = first + timedelta(hours=n)
        one = Manuscript(title=title, content="x", tags=tags, by=by, written_at=at, public_at=at)
        list(blog.import_posts([one]))
    return [blog.post(title.lower(), visible_to=None) for title in titles]


def beside(blog: Blog, slug: str, reader: User | None = None) -> list[str | None]:
    post = blog.open(slug, visible_to=reader)
    return [one.slug if one else None for one in (post.older, post.newer)]


def related(blog: Blog, slug: str, reader: User | None = None) -> list[str]:
    return [one.slug for one in blog.open(slug, visible_to=reader).related]


def test_a_post_leads_to_the_one_before_and_the_one_after(blog: Blog, alice: User) -> None:
    posts_of(blog, "A", "B", "C", by=alice)
    make_post(make_blog(by=alice, title="Other"), by=alice, status="published")

    assert [beside(blog, one) for one in "abc"] == [[None, "b"], ["a", "c"], ["b", None]]


def test_of_one_moment_the_ids_decide(blog: Blog, alice: User) -> None:
    posts = posts_of(blog, "A", "B", "C", by=alice)
    at = posts[0].publication
    Post.collection().update_many({"blog_id": blog.id}, {"$set": {"publication.at": at.at}})  # type: ignore[union-attr]

    assert [beside(blog, one) for one in "abc"] == [[None, "b"], ["a", "c"], ["b", None]]


@pytest.mark.parametrize("fate", HIDDEN)
def test_what_is_in_no_stream_is_nobodys_neighbour(blog: Blog, alice: User, fate: str) -> None:
    posts = posts_of(blog, "A", "B", "C", by=alice, tags=("rain",))
    HIDDEN[fate](posts[1], alice)

    for reader in (None, alice):
        assert beside(blog, "a", reader) == [None, "c"]
        assert beside(blog, "c", reader) == ["a", None]
        assert related(blog, "a", reader) == []


@pytest.mark.parametrize("fate", [one for one in HIDDEN if one != "purged"])
def test_what_is_in_no_stream_has_no_neighbours(blog: Blog, alice: User, fate: str) -> None:
    posts = posts_of(blog, "A", "B", "C", "D", by=alice, tags=("rain",))
    HIDDEN[fate](posts[1], alice)
    if posts[1].trashed:
        return

    assert (beside(blog, "b", alice), related(blog, "b", alice)) == ([None, None], [])


def test_what_is_scheduled_becomes_a_neighbour_in_its_moment(blog: Blog, alice: User) -> None:
    posts_of(blog, "A", by=alice)
    coming = make_post(blog, by=alice, title="B", tags=["rain"])
    at = clock.now() + timedelta(hours=1)
    coming.schedule(at, by=alice)

    post = blog.open("a", visible_to=None)
    assert (post.newer, post.next_beside) == (None, at)
    with time_machine.travel(at, tick=False):
        assert beside(blog, "a") == [None, "b"]


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_neighbours_are_those_of_the_stream(
    blog: Blog, alice: User, seed: int
) -> None:
    random = Random(seed)
    titles = [f"P{n}" for n in range(9)]
    for post in random.sample(posts_of(blog, *titles, by=alice), 5):
        HIDDEN[random.choice([one for one in HIDDEN if one != "purged"])](post, alice)

    slugs = [one.slug for one in blog.posts(visible_to=None).posts]

    around = [None, *slugs, None]
    wanted = {slug: [around[n + 2], around[n]] for n, slug in enumerate(slugs)}
    assert {slug: beside(blog, slug) for slug in slugs} == wanted


def test_those_with_most_tags_in_common_are_related_then_the_newest(
    blog: Blog, alice: User
) -> None:
    tags = {"a": ["rain"], "b": ["Rain", "WIND"], "c": ["wind"], "d": ["sun"], "e": ["rain"]}
    posts_of(blog, *tags, "x", "y", "z", by=alice)
    for slug, words in tags.items():
        blog.post(slug, visible_to=None).tag(words, by=alice)
    blog.post("z", visible_to=None).tag(["rain", "wind"], by=alice)

    assert related(blog, "z") == ["b", "e", "c"]
    assert related(blog, "y") == []


def test_what_a_page_leads_to_already_is_not_related_too(blog: Blog, alice: User) -> None:
    posts = posts_of(blog, "A", "B", "C", "D", "E", by=alice, tags=("rain",))
    for post in (posts[0], posts[2]):
        post.revise(settings=wish(series="On rain"), by=alice)

    assert related(blog, "c") == ["e"]


def test_another_blog_is_not_related(blog: Blog, alice: User) -> None:
    other = make_blog(by=alice, title="Other")
    posts_of(other, "A", by=alice, tags=("rain",))
    posts_of(blog, "B", by=alice, tags=("rain",))

    assert related(blog, "b") == []


def test_looking_beside_reads_no_more_than_it_compares(blog: Blog, alice: User) -> None:
    at = clock.now() - timedelta(days=1)
    past = [at + timedelta(seconds=n) for n in range(MOST_COMPARED * 4)]
    coming = [clock.now() + timedelta(days=n) for n in range(1, 20)]
    posts = [
        Manuscript(
            title=f"{n}", content="x", tags=("Rain", "wind"), by=alice, written_at=at, public_at=one
        )
        for n, one in enumerate([*past, *coming])
    ]
    list(blog.import_posts(posts))

    with costs.watched() as watch:
        post = blog.open("50", visible_to=None)

    around = next(one for one in watch.asked if "aggregate" in one)
    database = connection().database
    plan = database.command("explain", around, verbosity="executionStats")
    assert len(post.related) == MOST_RELATED
    # The author, what is due, and on either side the post itself and the one beside it.
    assert sum(found(plan, "totalDocsExamined")) <= MOST_COMPARED + 1 + 1 + 2 * 2
    assert "SORT" not in set(found(plan, "stage"))


def found(plan: Any, name: str) -> Iterator[Any]:
    """All that a plan and those of its parts say under a name."""
    parts = plan if isinstance(plan, list) else ()
    if isinstance(plan, dict):
        yield from [plan[name]] if name in plan else []
        parts = [part for key, part in plan.items() if key != "rejectedPlans"]
    for part in parts:
        yield from found(part, name)
