"""What a page of a list costs, by the database's own account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from blogsite.lib import clock
from blogsite.models import Blog, Desk, Post, User
from blogsite.models.listing import PAGE_LENGTH, Window
from blogsite.models.post import Manuscript
from blogsite.models.post.spelling import spellings
from tests.support import costs
from tests.support.costs import Cost
from tests.support.factories import make_blog

EACH = 60
ROWS = PAGE_LENGTH + 1
"""What a page shows, and one more that says whether there is another page."""

# Where two rows of one moment meet, the one before is read and left out.
A_TIE = 1

Lists = Callable[..., Any]


@pytest.fixture
def shelves(blog: Blog, alice: User) -> Blog:
    """A blog with many posts of each kind, so that reading others would be seen."""
    now = clock.now()

    def written(n: int, **fate: Any) -> Manuscript:
        begun = now - timedelta(days=100, minutes=n)
        words = {"title": f"{n}", "content": "Rain", "tags": ("Rain",)}
        return Manuscript(**words, by=alice, written_at=begun, **fate)

    posts = []
    for n in range(EACH):
        past, to_come = now - timedelta(minutes=n + 1), now + timedelta(days=1, minutes=n)
        posts += [written(n), written(n, public_at=past), written(n, public_at=to_come)]
        posts += [written(n, trashed_at=past)]
        posts += [written(n, public_at=past, trashed_at=past + timedelta(seconds=30))]
    list(blog.import_posts(posts))
    _unlist_some(blog, alice)
    return blog


def _unlist_some(blog: Blog, by: User) -> None:
    """Published ones, beside those that are listed."""
    moments = [clock.now() - timedelta(seconds=30 + 60 * n) for n in range(EACH)]
    posts = [
        Manuscript(title="Hush", content="Rain", by=by, written_at=moment, public_at=moment)
        for moment in moments
    ]
    list(blog.import_posts(posts))
    unlisting = {"at": moments[0], "by": by.id}
    Post.collection().update_many({"title": "Hush"}, {"$set": {"unlisting": unlisting}})


def lists_of(blog: Blog, user: User) -> dict[str, Lists]:
    desk = Desk(user)
    return {
        "front page": Blog.newest_posts,
        "a blog's posts": lambda **on: blog.posts(visible_to=None, **on),
        "the site's feed": Blog.feed_of_all,
        "a blog's feed": blog.feed,
        "a person's feed": lambda **on: Blog.feed_of_all(author=user, **on),
        "a blog's drafts": blog.drafts,
        "a blog's scheduled posts": blog.scheduled,
        "my posts": desk.posts,
        "my drafts": desk.drafts,
        "my scheduled posts": desk.scheduled,
        "my trash": desk.trash,
    }


LISTS = (
    *("front page", "a blog's posts", "a blog's drafts", "a blog's scheduled posts"),
    *("the site's feed", "a blog's feed", "a person's feed"),
    *("my posts", "my drafts", "my scheduled posts", "my trash"),
)


def cost_of(shown: Lists, window: Window) -> tuple[Any, Cost]:
    with costs.watched() as watch:
        page = shown(window=window)
    return page, watch.of("posts")


@pytest.mark.parametrize("name", LISTS)
def test_every_page_reads_its_own_rows_only(shelves: Blog, alice: User, name: str) -> None:
    shown = lists_of(shelves, alice)[name]
    first, top = cost_of(shown, Window())
    soonest_first = first.older is None
    second = shown(window=_onward(first, soonest_first=soonest_first))
    third, deep = cost_of(shown, _onward(second, soonest_first=soonest_first))
    back = Window(before=third.older) if soonest_first else Window(after=third.newer)
    again, way_back = cost_of(shown, back)

    assert (len(third.posts), again.posts) == (PAGE_LENGTH, second.posts)
    for cost in (top, deep, way_back):
        assert cost.documents <= ROWS + A_TIE
        assert cost.keys <= ROWS + A_TIE + 1
        assert not cost.sorted_in_memory


def test_a_page_of_a_tags_feed_reads_little_besides(shelves: Blog) -> None:
    first = shelves.feed(tag="rain")
    for window in (Window(), Window(before=first.older)):
        with costs.watched() as watch:
            assert len(shelves.feed(tag="rain", window=window).posts) == PAGE_LENGTH
        cost = watch.of("posts")
        assert cost.documents <= ROWS + A_TIE
        assert cost.keys <= ROWS + A_TIE + len(spellings("rain")) + 1
        assert not cost.sorted_in_memory


def _onward(page: Any, *, soonest_first: bool) -> Window:
    return Window(after=page.newer) if soonest_first else Window(before=page.older)


def test_a_page_of_many_blogs_reads_a_row_more_of_each(shelves: Blog, alice: User) -> None:
    others = [make_blog(by=alice, title=f"Blog {n}") for n in range(9)]
    for blog in others:
        posts = ({"title": f"{n}", "content": "Rain", "by": alice} for n in range(5))
        list(blog.import_posts(Manuscript(written_at=clock.now(), **one) for one in posts))

    for name in ("my posts", "my drafts", "my trash"):
        _page, cost = cost_of(lists_of(shelves, alice)[name], Window())
        assert cost.documents <= ROWS + len(others)
        assert not cost.sorted_in_memory


def test_a_few_drafts_beside_other_things_cost_a_few(shelves: Blog) -> None:
    with costs.watched() as watch:
        shelves.unpublished()

    assert [cost.documents for cost in watch.explained()] == [6, 6]


def test_counting_stops(shelves: Blog, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("blogsite.models.post.lists.MOST_COUNTED", 30)
    for shown in (shelves.drafts, shelves.scheduled, Desk(alice).trash):
        with costs.watched() as watch:
            page = shown()
        assert page.more_than == 30
        assert watch.of("posts", "aggregate").documents <= 31


def test_a_page_of_blogs_reads_its_own_memberships_only(alice: User) -> None:
    for n in range(PAGE_LENGTH * 2):
        make_blog(by=alice, title=f"Blog {n}")

    with costs.watched() as watch:
        first = Blog.of(alice)
        Blog.of(alice, window=Window(before=first.older))

    read = [cost.documents for cost in watch.explained() if cost.command["find"] == "memberships"]
    assert read[0] <= ROWS
    assert read[1] <= ROWS + A_TIE
