"""The life of a post: published, scheduled, withdrawn, trashed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask

from blogsite.lib import clock
from blogsite.models import Blog, Desk, Post, User
from blogsite.models.errors import Forbidden, Gone, Invalid, NotFound
from tests.support.factories import make_post

quick = pytest.mark.quick
DAY = timedelta(days=1)


@quick
def test_a_published_post_knows_when_and_by_whom(draft: Post, alice: User) -> None:
    draft.publish(by=alice)

    publication = Post.get(draft.id).publication
    assert publication is not None
    assert publication.by == alice.id
    assert draft.published


@quick
def test_publishing_again_changes_nothing(published: Post, alice: User) -> None:
    before = published.publication

    published.publish(by=alice)

    assert Post.get(published.id).publication == before
    assert published.version == 2


@quick
def test_an_empty_post_cannot_be_published(blog: Blog, alice: User) -> None:
    empty = make_post(blog, by=alice, content=" \n ")

    for act in (lambda: empty.publish(by=alice), lambda: empty.schedule(tomorrow(), by=alice)):
        with pytest.raises(Invalid) as refusal:
            act()
        assert refusal.value.field == "content"


@quick
def test_a_scheduled_post_comes_out_by_itself(draft: Post, alice: User) -> None:
    draft.schedule(tomorrow(), by=alice)

    assert draft.scheduled
    assert not draft.published
    with time_machine.travel(clock.now() + DAY + timedelta(seconds=1)):
        assert draft.published
        assert not draft.scheduled


@quick
def test_a_scheduled_post_can_be_published_at_once(draft: Post, alice: User) -> None:
    draft.schedule(tomorrow(), by=alice)
    draft.publish(by=alice)

    assert draft.published
    assert draft.once_public


@quick
def test_a_moment_must_be_given_and_still_to_come(draft: Post, alice: User) -> None:
    for at in (None, clock.now(), clock.now() - DAY):
        with pytest.raises(Invalid) as refusal:
            draft.schedule(at, by=alice)
        assert refusal.value.field == "publish_at"


@quick
def test_scheduling_for_the_same_moment_again_changes_nothing(draft: Post, alice: User) -> None:
    at = tomorrow()
    draft.schedule(at, by=alice)
    draft.schedule(at, by=alice)

    assert draft.version == 2


@quick
def test_a_withdrawn_post_is_a_draft_that_was_once_public(published: Post, alice: User) -> None:
    published.withdraw(by=alice)
    published.withdraw(by=alice)

    stored = Post.get(published.id)
    assert stored.draft
    assert stored.once_public


@quick
def test_a_post_withdrawn_before_its_time_never_was_public(draft: Post, alice: User) -> None:
    draft.schedule(tomorrow(), by=alice)
    draft.withdraw(by=alice)

    with time_machine.travel(clock.now() + 2 * DAY):
        assert not draft.once_public


@quick
def test_published_again_it_was_public_since_the_first_time(published: Post, alice: User) -> None:
    first = published.public_since
    published.withdraw(by=alice)
    published.publish(by=alice)

    assert published.public_since == first


@quick
def test_the_trash_keeps_a_post_as_it_was(published: Post, alice: User) -> None:
    published.trash(by=alice)
    published.trash(by=alice)
    assert published.trashed
    assert not published.published

    published.restore(by=alice)
    published.restore(by=alice)
    assert Post.get(published.id).published


@quick
def test_of_a_public_post_deleted_for_good_a_tombstone_stays(
    published: Post, blog: Blog, alice: User
) -> None:
    published.trash(by=alice)
    published.remove(by=alice)

    with pytest.raises(Gone):
        blog.post("rain", visible_to=alice)
    with pytest.raises(NotFound):
        Post.get(published.id)
    stored = Post.collection().find_one({"_id": published.id})
    assert "rained" not in str(stored)
    assert make_post(blog, by=alice, title="Rain").slug == "rain-2"
    assert Desk(alice).trash().posts == []


@quick
def test_of_a_draft_deleted_for_good_nothing_stays(draft: Post, alice: User) -> None:
    draft.trash(by=alice)
    draft.remove(by=alice)

    assert Post.collection().count_documents({}) == 0


@quick
def test_only_from_the_trash_a_post_is_deleted(published: Post, alice: User) -> None:
    with pytest.raises(Invalid):
        published.remove(by=alice)


@quick
def test_what_is_deleted_for_good_does_not_come_back(published: Post, alice: User) -> None:
    published.trash(by=alice)
    published.remove(by=alice)

    for act in (published.restore, published.withdraw, published.publish):
        with pytest.raises(NotFound):
            act(by=alice)


@quick
@pytest.mark.parametrize("status", ["", "gone", "PUBLISHED"])
def test_there_are_three_statuses(blog: Blog, alice: User, status: str) -> None:
    with pytest.raises(Invalid) as refusal:
        make_post(blog, by=alice, status=status)

    assert refusal.value.field == "status"


@quick
def test_a_post_that_is_gone_has_no_life(draft: Post, alice: User) -> None:
    draft.delete()

    for act in (
        lambda: draft.publish(by=alice),
        lambda: draft.schedule(tomorrow(), by=alice),
        lambda: draft.withdraw(by=alice),
        lambda: draft.trash(by=alice),
        lambda: draft.restore(by=alice),
    ):
        with pytest.raises(NotFound):
            act()


def test_ten_publications_at_once_are_one(app: Flask, draft: Post, alice: User) -> None:
    def publish(_n: int) -> object:
        with app.app_context():
            post = Post.get(draft.id)
            post.publish(by=alice)
            return post.publication

    with ThreadPoolExecutor(10) as threads:
        publications = list(threads.map(publish, range(10)))

    assert all(one == publications[0] for one in publications)
    assert Post.get(draft.id).version == 2


def tomorrow() -> datetime:
    return clock.now() + DAY


@quick
def test_a_stranger_changes_nothing(published: Post, draft: Post, carol: User, blog: Blog) -> None:
    for act in (
        lambda: draft.publish(by=carol),
        lambda: draft.schedule(tomorrow(), by=carol),
        lambda: draft.revise(title="Mine", by=carol),
        lambda: published.withdraw(by=carol),
        lambda: published.trash(by=carol),
        lambda: published.restore(by=carol),
        lambda: published.remove(by=carol),
        lambda: make_post(blog, by=carol),
    ):
        with pytest.raises(Forbidden):
            act()


@quick
def test_in_the_trash_nothing_is_changed(published: Post, alice: User) -> None:
    published.trash(by=alice)

    for act in (
        lambda: published.publish(by=alice),
        lambda: published.withdraw(by=alice),
        lambda: published.revise(title="Snow", by=alice),
    ):
        with pytest.raises(Invalid, match="in the trash"):
            act()


@quick
def test_a_scheduled_post_does_not_come_out_in_the_trash(draft: Post, alice: User) -> None:
    draft.schedule(tomorrow(), by=alice)
    draft.trash(by=alice)

    with time_machine.travel(clock.now() + 2 * DAY):
        assert not draft.once_public
        draft.restore(by=alice)
        assert draft.draft


@quick
def test_a_scheduled_post_moves_without_a_status(draft: Post, alice: User) -> None:
    draft.schedule(tomorrow(), by=alice)
    later = tomorrow() + DAY

    draft.revise(publish_at=later, by=alice)

    assert draft.publication.at == later  # type: ignore[union-attr]


@quick
def test_a_form_that_knows_seconds_only_moves_nothing(draft: Post, alice: User) -> None:
    at = tomorrow().replace(second=30, microsecond=250_000)
    draft.schedule(at, by=alice)

    draft.schedule(at.replace(microsecond=0), by=alice)
    assert draft.publication.at == at  # type: ignore[union-attr]
    with time_machine.travel(at + timedelta(seconds=1)):
        draft.schedule(at.replace(microsecond=0), by=alice)
        assert draft.published
