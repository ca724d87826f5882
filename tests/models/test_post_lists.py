"""Posts in rows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from bson import ObjectId

from blogsite.models import Blog, Desk, Post, Publication, User
from blogsite.models.errors import NotFound
from blogsite.models.listing import Window
from blogsite.models.post import Page
from tests.support.factories import make_blog, make_post

pytestmark = pytest.mark.quick

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


def publish_at(post: Post, at: datetime) -> Post:
    publication = Publication(at=at, by=post.author_id)
    post.update({"publication": publication, "public_since": at}, expecting={})
    return post


@pytest.fixture
def week(blog: Blog, alice: User) -> list[Post]:
    """Seven posts, the newest first; the middle three of one moment."""
    hours = [0, 1, 2, 2, 2, 3, 4]
    posts = [make_post(blog, by=alice, title=f"Day {n}") for n in range(7)]
    for post, hour in zip(posts, hours, strict=True):
        publish_at(post, NOON + timedelta(hours=hour))
    return posts[::-1]


def test_newest_first_and_equal_moments_by_id(week: list[Post], blog: Blog) -> None:
    assert blog.posts(visible_to=None).posts == week


def pages_older(blog: Blog, *, limit: int = 2) -> list[Page]:
    pages = [Post.newest(visible_to=None, blog_id=blog.id, limit=limit)]
    while pages[-1].older:
        window = Window(before=pages[-1].older)
        pages.append(Post.newest(visible_to=None, blog_id=blog.id, window=window, limit=limit))
    return pages


def test_pages_hold_every_post_once(week: list[Post], blog: Blog) -> None:
    pages = pages_older(blog)

    assert [post for page in pages for post in page.posts] == week
    assert [len(page.posts) for page in pages] == [2, 2, 2, 1]
    assert pages[0].newer is None


def test_the_way_back_leads_over_the_same_pages(week: list[Post], blog: Blog) -> None:
    pages = pages_older(blog)
    back = [pages[-1]]
    while back[-1].newer:
        window = Window(after=back[-1].newer)
        back.append(Post.newest(visible_to=None, blog_id=blog.id, window=window, limit=2))

    assert [page.posts for page in back] == [
        week[6:],
        week[4:6],
        week[2:4],
        week[:2],
    ]


def test_a_page_does_not_shift_when_something_new_comes(
    week: list[Post], blog: Blog, alice: User
) -> None:
    first = Post.newest(visible_to=None, blog_id=blog.id, limit=3)
    make_post(blog, by=alice, title="News", status="published")

    older = Window(before=first.older)
    second = Post.newest(visible_to=None, blog_id=blog.id, window=older, limit=3)

    assert second.posts == week[3:6]


def test_near_the_top_the_newest_page_is_shown_whole(week: list[Post], blog: Blog) -> None:
    window = Window(after=Post.newest(visible_to=None, blog_id=blog.id, limit=1).older)

    page = Post.newest(visible_to=None, blog_id=blog.id, window=window, limit=3)

    assert (page.posts, page.newer) == (week[:3], None)


def test_a_page_whose_rows_are_gone_leads_back(week: list[Post], blog: Blog, alice: User) -> None:
    oldest = Post.newest(visible_to=None, blog_id=blog.id, limit=6).older

    week[-1].withdraw(by=alice)
    page = Post.newest(visible_to=None, blog_id=blog.id, window=Window(before=oldest), limit=6)

    assert (page.posts, page.newer) == ([], oldest)


@pytest.mark.parametrize("key", ["", "1", "1-2", "x-" + "0" * 24, "1-" + "0" * 25, "9" * 15 + "-"])
def test_a_page_of_nonsense_is_not_found(blog: Blog, key: str) -> None:
    for window in (Window(before=key), Window(after=key)):
        with pytest.raises(NotFound):
            blog.posts(visible_to=None, window=window)


def test_a_desk_has_pages_too(blog: Blog, alice: User) -> None:
    posts = [make_post(blog, by=alice, title=f"Day {n}") for n in range(3)][::-1]

    first = Post.last_changed(blog_ids=[blog.id], limit=2)
    second = Desk(alice).posts(window=Window(before=first.older))

    assert [*first.posts, *second.posts] == posts


def test_rows_know_their_authors_and_leave_their_texts(week: list[Post], blog: Blog) -> None:
    row = blog.posts(visible_to=None).posts[0]

    assert (row.author_name, row.source, row.html) == ("Alice", "", "")
    assert blog.feed().posts[0].html.startswith("<p>")


def test_the_front_page_is_of_all_blogs(week: list[Post], alice: User) -> None:
    other = make_blog(by=alice, title="Other")
    newest = make_post(other, by=alice, status="published")
    make_post(other, by=alice, title="Draft")

    posts = Blog.newest_posts().posts

    assert posts == [newest, *week]
    assert posts[0].blog == other


def test_drafts_and_scheduled_posts_are_listed_apart(
    week: list[Post], blog: Blog, alice: User
) -> None:
    draft = make_post(blog, by=alice, title="Draft")
    scheduled = make_post(blog, by=alice, title="Later")
    scheduled.schedule(datetime(2099, 1, 1, tzinfo=UTC), by=alice)

    assert (blog.drafts().posts, blog.scheduled().posts) == ([draft], [scheduled])


def test_a_post_alone_knows_no_blog(draft: Post) -> None:
    with pytest.raises(LookupError):
        _blog = Post.get(draft.id).blog
    with pytest.raises(NotFound):
        Post.get(ObjectId())
