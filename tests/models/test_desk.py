"""What lies before somebody who writes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from blogsite.models import Blog, Desk, Post, User
from blogsite.models import post as posts
from blogsite.models.listing import Window
from blogsite.models.post import Page
from tests.support.factories import make_blog, make_post

pytestmark = pytest.mark.quick

NOON = datetime(2099, 11, 1, 12, tzinfo=UTC)


@pytest.fixture
def coming(blog: Blog, alice: User) -> list[Post]:
    """Five scheduled posts, the next first; two of one moment."""
    hours = [3, 1, 2, 2, 4]
    made = [make_post(blog, by=alice, title=f"Day {n}") for n in range(5)]
    for post, hour in zip(made, hours, strict=True):
        post.schedule(NOON + timedelta(hours=hour), by=alice)
    return [made[1], made[2], made[3], made[0], made[4]]


def test_a_desk_has_each_post_in_its_place(
    blog: Blog, alice: User, coming: list[Post], published: Post, draft: Post
) -> None:
    trashed = make_post(blog, by=alice, title="Three")
    trashed.trash(by=alice)
    desk = Desk(alice)

    assert desk.posts().posts == [draft, published, *_last_changed(coming)]
    assert desk.drafts().posts == [draft]
    assert desk.scheduled().posts == coming
    assert desk.trash().posts == [trashed]
    assert {post.blog for post in desk.posts().posts} == {blog}


def _last_changed(coming: list[Post]) -> list[Post]:
    return sorted(coming, key=lambda post: (post.updated_at, post.id), reverse=True)


def test_a_desk_is_of_all_blogs_that_somebody_writes_in(
    edited_blog: Blog, alice: User, bob: User
) -> None:
    own = make_post(make_blog(by=bob, title="Bob's"), by=bob)
    other = make_post(edited_blog, by=alice)

    assert Desk(bob).drafts().posts == [other, own]
    assert Desk(alice).drafts().posts == [other]
    assert Desk(bob).drafts().posts[0].blog == edited_blog


def test_a_desk_of_a_newcomer_is_empty(carol: User) -> None:
    desk = Desk(carol)

    pages = [desk.posts(), desk.drafts(), desk.scheduled(), desk.trash()]
    assert [page.posts for page in pages] == [[], [], [], []]
    assert desk.blogs().found == []


def test_drafts_have_pages(blog: Blog, alice: User) -> None:
    drafts = [make_post(blog, by=alice, title=f"Day {n}") for n in range(5)][::-1]

    first = Post.drafts_in(blog_ids=[blog.id], limit=2)
    make_post(blog, by=alice, title="News")
    second = Post.drafts_in(blog_ids=[blog.id], limit=2, window=Window(before=first.older))

    assert [*first.posts, *second.posts] == drafts[:4]


def test_the_trash_has_pages_the_last_thrown_away_first(blog: Blog, alice: User) -> None:
    made = [make_post(blog, by=alice, title=f"Day {n}") for n in range(3)]
    for post in made:
        post.trash(by=alice)

    first = Post.trashed_in(blog_ids=[blog.id], limit=2)
    second = Post.trashed_in(blog_ids=[blog.id], limit=2, window=Window(before=first.older))

    assert [*first.posts, *second.posts] == made[::-1]


def scheduled(blog: Blog, **window: str | None) -> Page:
    return Post.scheduled_in(blog_ids=[blog.id], limit=2, window=Window(**window))


def test_what_is_scheduled_goes_on_to_what_comes_later(blog: Blog, coming: list[Post]) -> None:
    first = scheduled(blog)
    second = scheduled(blog, after=first.newer)
    third = scheduled(blog, after=second.newer)

    pages = [first.posts, second.posts, third.posts]
    assert pages == [coming[:2], coming[2:4], coming[4:]]
    assert (first.older, third.newer) == (None, None)


def test_the_way_back_leads_to_what_comes_sooner(blog: Blog, coming: list[Post]) -> None:
    third = scheduled(blog, after=scheduled(blog, after=scheduled(blog).newer).newer)

    second = scheduled(blog, before=third.older)
    first = scheduled(blog, before=second.older)

    assert [second.posts, first.posts] == [coming[2:4], coming[:2]]
    assert first.older is None


def test_a_list_is_counted_but_not_for_ever(
    blog: Blog, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posts.lists, "MOST_COUNTED", 3)
    counts = []
    for n in range(5):
        make_post(blog, by=alice, title=f"Day {n}")
        page = Post.drafts_in(blog_ids=[blog.id], limit=2, counted=True)
        counts.append((page.count, page.more_than))

    assert counts == [(1, None), (2, None), (3, None), (4, 3), (4, 3)]
    assert Post.drafts_in(blog_ids=[blog.id], limit=2).count is None


def test_a_blog_shows_a_few_of_what_is_not_public(
    blog: Blog, alice: User, coming: list[Post]
) -> None:
    drafts = [make_post(blog, by=alice, title=f"Draft {n}") for n in range(6)][::-1]

    few_coming, few_drafts = blog.unpublished()

    assert (few_coming.posts, few_coming.newer) == (coming, None)
    assert few_drafts.posts == drafts[:5]
    assert few_drafts.older
