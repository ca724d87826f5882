"""Pinned posts: above the stream of their blog, and not in it a second time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from flask import Flask

from blogsite.models import Blog, Post, SettingsWish, User
from blogsite.models.errors import Invalid
from blogsite.models.listing import Window
from blogsite.models.post.pinning import MOST_PINNED
from tests.support import costs
from tests.support.factories import make_post


def pin(post: Post, *, by: User, pinned: bool = True) -> None:
    post.revise(settings=SettingsWish(values={"pinned": pinned}), by=by)


@pytest.fixture
def posts(blog: Blog, alice: User) -> list[Post]:
    """The oldest first, one more than a page and a pinned one."""
    return [make_post(blog, by=alice, title=f"{n}", status="published") for n in range(22)]


def test_a_pinned_post_stands_first_and_once(posts: list[Post], blog: Blog, alice: User) -> None:
    pin(posts[0], by=alice)

    first = blog.front()
    second = blog.front(window=Window(before=first.older))
    back = blog.front(window=Window(after=second.newer))

    assert first.pinned == back.pinned == [posts[0]]
    assert second.pinned == []
    assert [*first.posts, *second.posts] == list(reversed(posts[1:]))
    assert back.posts == first.posts


def test_feeds_and_the_front_page_keep_their_order(
    posts: list[Post], blog: Blog, alice: User
) -> None:
    pin(posts[20], by=alice)

    assert blog.feed().posts[0] == Blog.newest_posts().posts[0] == posts[21]


def test_unpinned_it_goes_back_to_its_place(posts: list[Post], blog: Blog, alice: User) -> None:
    pin(posts[21], by=alice)
    pin(posts[21], by=alice, pinned=False)

    front = blog.front()
    assert (front.pinned, front.posts[0]) == ([], posts[21])


def test_what_nobody_may_read_stands_nowhere(draft: Post, blog: Blog, alice: User) -> None:
    pin(draft, by=alice)
    assert blog.front().pinned == []

    draft.publish(by=alice)
    assert blog.front().pinned == [draft]
    draft.unlist(by=alice)
    assert blog.front().pinned == []
    draft.relist(by=alice)
    draft.trash(by=alice)
    assert blog.front().pinned == []


def test_a_blog_has_room_for_a_few(posts: list[Post], alice: User) -> None:
    for post in posts[:MOST_PINNED]:
        pin(post, by=alice)

    with pytest.raises(Invalid) as refusal:
        pin(posts[MOST_PINNED], by=alice)

    assert refusal.value.field == "pinned"


def test_out_of_the_trash_it_is_pinned_while_there_is_room(
    posts: list[Post], blog: Blog, alice: User
) -> None:
    for post in posts[:MOST_PINNED]:
        pin(post, by=alice)
    for post in posts[:2]:
        post.trash(by=alice)
    pin(posts[-1], by=alice)

    for post in posts[:2]:
        post.restore(by=alice)

    front = blog.front()
    assert front.pinned == [posts[-1], *reversed(posts[2:MOST_PINNED]), posts[0]]
    assert (posts[0].pinned, posts[1].pinned) == (True, False)


def test_of_many_pinned_at_once_a_few_are(posts: list[Post], app: Flask, alice: User) -> None:
    for post in posts[: MOST_PINNED - 1]:
        pin(post, by=alice)

    def try_to(post: Post) -> None:
        with app.app_context(), suppress(Invalid):
            pin(post, by=alice)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(try_to, posts[-4:]))

    assert sum(Post.get(post.id).pinned for post in posts) == MOST_PINNED


def test_pinned_posts_and_pages_cost_the_stream_nothing(
    posts: list[Post], blog: Blog, alice: User
) -> None:
    for post in posts[1:4]:
        pin(post, by=alice)
    for post in posts[-10:]:
        post.revise(settings=SettingsWish(values={"kind": "page"}), by=alice)

    with costs.watched() as watch:
        blog.front()
        Blog.newest_posts()

    stream, pinned, front_page = [
        one
        for one in watch.explained()
        if "posts" in (one.command.get("find"), one.command.get("aggregate"))
    ]
    assert stream.documents <= 12
    assert pinned.documents <= 3
    assert front_page.documents <= 12
    assert not any(one.sorted_in_memory for one in (stream, pinned, front_page))
