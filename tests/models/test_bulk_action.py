"""The same to many posts: each as if it were done to it alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from bson import ObjectId
from pymongo.errors import OperationFailure

from blogsite.lib import clock
from blogsite.models import Blog, BulkAction, Post, Revision, User, bulk_action, signals
from blogsite.models.errors import Forbidden, Invalid
from tests.support.factories import make_blog, make_post

pytestmark = pytest.mark.quick


def act(action: str, blog: Blog, *posts: Any, by: User, **given: Any) -> BulkAction:
    ids = [getattr(one, "id", one) for one in posts]
    return BulkAction.perform(action, blog=blog, post_ids=ids, by=by, **given)


def fresh(post: Post) -> Post:
    return Post.get(post.id)


def reasons(act: BulkAction) -> list[tuple[str, str]]:
    return [(one["title"], one["reason"].partition(".")[0]) for one in act.left]


@pytest.fixture
def three(blog: Blog, alice: User) -> list[Post]:
    return [make_post(blog, by=alice, title=f"Day {n}", tags=["day"]) for n in range(3)]


def test_many_are_published_at_once(blog: Blog, alice: User, three: list[Post]) -> None:
    done = act("publish", blog, *three, by=alice)

    assert done.done == [post.id for post in three]
    assert all(fresh(post).published for post in three)
    assert {fresh(post).publication.by for post in three} == {alice.id}  # type: ignore[union-attr]


def test_what_cannot_be_done_is_left_and_named(
    blog: Blog, alice: User, carol: User, three: list[Post]
) -> None:
    empty = make_post(blog, by=alice, title="Empty", content="")
    three[1].trash(by=alice)
    others = make_post(make_blog(by=carol, title="Carol's"), by=carol, title="Secret")
    nothing = ObjectId()

    done = act("publish", blog, three[0], empty, three[1], others, nothing, "x", by=alice)

    assert done.done == [three[0].id]
    assert reasons(done) == [
        ("Empty", "Write something before you publish"),
        ("Day 1", "This post is in the trash"),
        *[("", "It is gone, or was never in this blog")] * 3,
    ]
    assert not fresh(others).published


def test_what_was_deleted_for_good_is_gone(blog: Blog, alice: User, published: Post) -> None:
    published.trash(by=alice)
    published.remove(by=alice)

    assert reasons(act("restore", blog, published, by=alice)) == [
        ("", "It is gone, or was never in this blog")
    ]


def test_done_twice_is_done_once(blog: Blog, alice: User, three: list[Post]) -> None:
    for action, given in {
        "tag": {"tags": ["rain", "Day"]},
        "untag": {"tags": ["RAIN"]},
        "publish": {},
        "withdraw": {},
        "trash": {},
        "restore": {},
    }.items():
        first = act(action, blog, *three, by=alice, **given)
        versions = [fresh(post).version for post in three]
        again = act(action, blog, *three, by=alice, **given)

        assert (len(first.done), first.already) == (3, 0), action
        assert (len(again.done), again.already, again.left) == (0, 3, []), action
        assert [fresh(post).version for post in three] == versions


def test_the_same_post_named_twice_counts_once(blog: Blog, alice: User, draft: Post) -> None:
    done = act("publish", blog, draft, draft, by=alice)

    assert (done.done, done.already) == ([draft.id], 0)


def test_tags_are_added_and_taken_away_and_nothing_else_changes(
    blog: Blog, alice: User, three: list[Post]
) -> None:
    before = fresh(three[0])
    act("tag", blog, *three, by=alice, tags=["Rain", "DAY"])
    assert fresh(three[0]).tags == ["day", "Rain"]

    act("untag", blog, *three, by=alice, tags=["Day", "snow"])

    after = fresh(three[0])
    assert after.tags == ["Rain"]
    assert (after.title, after.source, after.slug) == (before.title, before.source, before.slug)


def test_tags_leave_a_revision_like_any_other_save(
    blog: Blog, alice: User, bob: User, draft: Post
) -> None:
    blog.admit(bob, role="editor")

    act("tag", blog, draft, by=bob, tags=["rain"])

    newest = draft.revisions().found[0]
    assert (newest.tags, newest.author_id, newest.version) == (["rain"], bob.id, 2)
    assert Revision.collection().count_documents({"post_id": draft.id}) == 2


def test_no_post_gets_more_tags_than_it_may_have(blog: Blog, alice: User, draft: Post) -> None:
    draft.tag([f"tag {n}" for n in range(19)], by=alice)

    full = act("tag", blog, draft, by=alice, tags=["one", "two"])
    fits = act("tag", blog, draft, by=alice, tags=["one"])

    assert reasons(full) == [("Rain", "It would have more than 20 tags")]
    assert fits.done == [draft.id]


def test_whoever_listens_hears_of_each(blog: Blog, alice: User, three: list[Post]) -> None:
    heard: list[tuple[Any, User]] = []

    def listen(post: Post, *, by: User) -> None:
        heard.append((post.id, by))

    with signals.post_trashed.connected_to(listen):
        act("trash", blog, *three, by=alice)

    assert heard == [(post.id, alice) for post in three]


def test_only_members_may(blog: Blog, carol: User, three: list[Post]) -> None:
    with pytest.raises(Forbidden):
        act("trash", blog, *three, by=carol)

    assert not fresh(three[0]).trashed


@pytest.mark.parametrize(
    ("action", "many", "field"),
    [("", 1, "action"), ("delete", 1, "action"), ("publish", 0, "post"), ("tag", 1, "tags")],
)
def test_it_has_to_be_said_what_and_to_which(
    blog: Blog, alice: User, draft: Post, action: str, many: int, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        act(action, blog, *[draft] * many, by=alice)

    assert refused.value.field == field


def test_there_is_a_limit(blog: Blog, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_action, "MOST_AT_ONCE", 2)

    with pytest.raises(Invalid, match="2 posts at the most"):
        act("trash", blog, *[ObjectId() for _ in range(3)], by=alice)


def test_it_is_remembered_for_whoever_did_it(
    edited_blog: Blog, alice: User, bob: User, three: list[Post]
) -> None:
    other = make_blog(by=alice, title="Other")
    done = act("trash", edited_blog, *three, by=alice)

    own = BulkAction.of(alice, blog=edited_blog, action_id=done.id)
    assert own
    assert own.done == done.done
    assert own.expires_at - own.at <= timedelta(days=1, seconds=1)
    assert BulkAction.of(bob, blog=edited_blog, action_id=done.id) is None
    assert BulkAction.of(alice, blog=other, action_id=done.id) is None


class Busy(OperationFailure):
    """Somebody else holds what is to be written."""

    def __init__(self) -> None:
        super().__init__("busy", 112, {"errorLabels": ["TransientTransactionError"]})


@pytest.fixture
def one_is_busy(three: list[Post], monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    change = Post._change

    def busy(post: Post, **changes: Any) -> None:
        if post.id == three[1].id:
            raise Busy
        change(post, **changes)

    monkeypatch.setattr("blogsite.database.transactions.LONGEST_PAUSE", 0)
    monkeypatch.setattr(Post, "_change", busy)
    return three[1]


def test_a_post_that_somebody_keeps_changing_is_left_and_the_others_are_done(
    blog: Blog, alice: User, three: list[Post], one_is_busy: Post
) -> None:
    done = act("trash", blog, *three, by=alice)

    # In memory nothing is undone when a transaction fails: then the first was done before.
    assert {*done.done, three[0].id} == {three[0].id, three[2].id}
    assert [one["post_id"] for one in done.left] == [one_is_busy.id]
    assert reasons(done) == [("", "Somebody else changed this at the same moment")]
    assert [fresh(post).trashed for post in three] == [True, False, True]


def test_what_came_due_meanwhile_is_published_already(blog: Blog, alice: User, draft: Post) -> None:
    draft.schedule(clock.now() + timedelta(hours=1), by=alice)
    at = clock.now() - timedelta(seconds=1)
    Post.collection().update_one({"_id": draft.id}, {"$set": {"publication.at": at}})

    assert act("publish", blog, draft, by=alice).already == 1
