"""A post that nothing leads to but its address."""

from __future__ import annotations

from datetime import timedelta

import pytest

from blogsite.lib import clock
from blogsite.models import Blog, Desk, Post, User
from blogsite.models.errors import Forbidden, Invalid
from tests.support.factories import make_post

pytestmark = pytest.mark.quick


def test_a_post_is_listed_unless_somebody_says_otherwise(published: Post) -> None:
    assert (published.listed, published.visibility) == (True, "public")


def test_unlisting_says_who_and_when_and_is_harmless_twice(published: Post, alice: User) -> None:
    published.unlist(by=alice)
    version = published.version
    published.unlist(by=alice)

    stored = Post.get(published.id)
    assert stored.unlisting is not None
    assert (stored.unlisting.by, stored.version) == (alice.id, version)
    assert (stored.published, stored.listed, stored.visibility) == (True, False, "unlisted")


def test_a_relisted_post_is_listed_where_it_was(published: Post, blog: Blog, alice: User) -> None:
    newer = make_post(blog, by=alice, title="Newer", status="published")
    published.unlist(by=alice)
    published.relist(by=alice)
    published.relist(by=alice)

    assert blog.posts(visible_to=None).posts == [newer, published]


def test_a_post_is_published_unlisted_in_one_step(blog: Blog, alice: User) -> None:
    post = make_post(blog, by=alice, status="published", visibility="unlisted")

    assert (post.published, post.listed) == (True, False)
    assert post.visible_to(None)


def test_what_is_scheduled_comes_out_unlisted(blog: Blog, alice: User) -> None:
    soon = clock.now() + timedelta(days=1)
    post = make_post(blog, by=alice, status="scheduled", publish_at=soon, visibility="unlisted")

    assert blog.scheduled().posts == [post]
    assert (post.scheduled, post.unlisted) == (True, True)


def test_its_members_find_it_among_all_posts(published: Post, alice: User) -> None:
    published.unlist(by=alice)

    assert Desk(alice).posts().posts == [published]


def test_an_edit_keeps_it_unlisted_unless_it_says_otherwise(published: Post, alice: User) -> None:
    published.revise(visibility="unlisted", by=alice)
    published.revise(content="More.", status="published", by=alice)
    assert published.unlisted

    published.revise(visibility="public", by=alice)
    assert published.listed


def test_a_form_that_grew_old_lists_nothing_again(published: Post, alice: User) -> None:
    opened_at = published.version
    published.unlist(by=alice)

    published.revise(content="More.", visibility="public", version=opened_at, by=alice)
    assert published.unlisted

    published.revise(visibility="public", version=published.version, by=alice)
    assert published.listed


def test_withdrawn_and_published_again_it_is_still_unlisted(published: Post, alice: User) -> None:
    published.unlist(by=alice)
    published.withdraw(by=alice)
    published.publish(by=alice)

    assert published.unlisted


def test_only_members_unlist_and_not_in_the_trash(
    published: Post, alice: User, carol: User
) -> None:
    with pytest.raises(Forbidden):
        published.unlist(by=carol)
    with pytest.raises(Invalid, match="Choose public or unlisted"):
        published.revise(visibility="secret", by=alice)
    published.trash(by=alice)
    with pytest.raises(Invalid, match="trash"):
        published.unlist(by=alice)


def test_a_tombstone_does_not_say_that_it_was_unlisted(published: Post, alice: User) -> None:
    published.unlist(by=alice)
    published.trash(by=alice)
    published.remove(by=alice)

    stored = Post.find({"_id": published.id})
    assert stored is not None
    assert stored.unlisting is None
