"""What lies in the trash goes after thirty days, or when it is emptied."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine

from blogsite import jobs
from blogsite.jobs import Job
from blogsite.lib import clock
from blogsite.models import Blog, Desk, Post, Revision, Trashing, User, trash
from blogsite.models.errors import Gone, NotFound
from blogsite.models.post import Manuscript
from blogsite.models.post.trashing import KEPT_FOR, sweep, sweep_later
from blogsite.models.signals import post_removed
from blogsite.models.trash import expire
from tests.support.factories import make_blog, make_post

SECOND = timedelta(seconds=1)
quick = pytest.mark.quick


def waiting(kind: str = "trash-expiry") -> list[datetime]:
    found = Job.every(state="waiting")
    return sorted(one.run_at for one in found if one.kind == kind)


@quick
def test_to_throw_away_asks_for_the_end_in_thirty_days(draft: Post, alice: User) -> None:
    draft.trash(by=alice)
    draft.trash(by=alice)

    assert draft.trashing is not None
    assert draft.trashing.until == draft.trashing.at + KEPT_FOR
    assert waiting() == [draft.trashing.until]


@quick
def test_it_goes_in_that_second_and_not_before(draft: Post, alice: User) -> None:
    draft.trash(by=alice)
    until = draft.trashing.until  # type: ignore[union-attr]

    with time_machine.travel(until - SECOND, tick=False):
        expire(draft.id)
        assert Desk(alice).trash().posts == [draft]
    with time_machine.travel(until, tick=False):
        expire(draft.id)
        expire(draft.id)

    assert Post.collection().count_documents({"blog_id": draft.blog_id}) == 0
    assert Revision.collection().count_documents({"blog_id": draft.blog_id}) == 0


@quick
def test_of_what_was_public_a_tombstone_stays(published: Post, blog: Blog, alice: User) -> None:
    published.trash(by=alice)

    with time_machine.travel(clock.now() + KEPT_FOR + SECOND):
        expire(published.id)

    with pytest.raises(Gone):
        blog.post("rain", visible_to=alice)
    with pytest.raises(NotFound):
        Post.get(published.id)
    assert "rained" not in str(Post.collection().find_one({"_id": published.id}))


@quick
def test_what_was_taken_out_stays(published: Post, alice: User) -> None:
    published.trash(by=alice)
    published.restore(by=alice)

    with time_machine.travel(clock.now() + 2 * KEPT_FOR):
        expire(published.id)

    assert Post.get(published.id).published


@quick
def test_thrown_away_anew_it_has_its_time_anew(draft: Post, alice: User) -> None:
    draft.trash(by=alice)
    with time_machine.travel(clock.now() + timedelta(days=20)):
        draft.restore(by=alice)
        draft.trash(by=alice)
    with time_machine.travel(clock.now() + timedelta(days=31)):
        expire(draft.id)
        assert Post.get(draft.id).trashed
    with time_machine.travel(clock.now() + timedelta(days=51)):
        expire(draft.id)

    with pytest.raises(NotFound):
        Post.get(draft.id)


@quick
def test_a_job_that_comes_too_early_asks_for_another(draft: Post, alice: User) -> None:
    draft.trash(by=alice)

    expire(draft.id)

    assert waiting() == [draft.trashing.until] * 2  # type: ignore[union-attr]


@quick
def test_nobody_is_named_when_time_did_it(draft: Post, alice: User) -> None:
    told: list[object] = []
    draft.trash(by=alice)

    def listen(_post: Post, *, by: User | None) -> None:
        told.append(by)

    with (
        post_removed.connected_to(listen),
        time_machine.travel(clock.now() + KEPT_FOR + SECOND),
    ):
        expire(draft.id)

    assert told == [None]


def test_a_worker_that_dies_on_the_way_leaves_all_or_nothing(
    draft: Post, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft.trash(by=alice)
    long_ago = clock.now() - timedelta(days=40)
    stored = {"trashing.at": long_ago, "trashing.until": long_ago + KEPT_FOR}
    Post.collection().update_one({"_id": draft.id}, {"$set": stored})
    Job.collection().update_many({"state": "waiting"}, {"$set": {"run_at": long_ago}})

    with monkeypatch.context() as patch:
        patch.setattr(Post, "delete", dying)
        patch.setattr("blogsite.models.post.trashing.Trashable.delete", dying)
        jobs.run_due()
    assert Post.get(draft.id).source
    assert Revision.collection().count_documents({"blog_id": draft.blog_id}) == 1

    Job.collection().update_many({"state": "waiting"}, {"$set": {"run_at": long_ago}})
    jobs.run_due()
    with pytest.raises(NotFound):
        Post.get(draft.id)


def dying(_post: Post) -> bool:
    raise RuntimeError("the worker dies")


@quick
def test_what_lay_there_before_gets_an_end_counted_from_now(
    blog: Blog, draft: Post, published: Post, alice: User
) -> None:
    published.trash(by=alice)
    old = Trashing(at=clock.now() - timedelta(days=400), by=alice.id)
    stored = {"at": old.at, "by": old.by}
    Post.collection().update_one({"_id": draft.id}, {"$set": {"trashing": stored}})

    with time_machine.travel(clock.now(), tick=False):
        sweep_later()
        sweep()
        sweep()
        until = clock.now() + KEPT_FOR

    assert Post.get(draft.id).trashing.until == until  # type: ignore[union-attr]
    assert len(waiting()) == 2
    assert len(waiting("trash-sweep")) == 1
    Job.collection().delete_many({"state": "waiting"})
    sweep_later()
    assert waiting("trash-sweep") == []


@quick
def test_what_came_from_elsewhere_gets_an_end(blog: Blog, alice: User) -> None:
    at = clock.now() - timedelta(days=3)
    thrown = Manuscript(title="A", content="x", by=alice, written_at=at, trashed_at=at)

    list(blog.import_posts([thrown]))

    assert len(waiting("trash-sweep")) == 1


@quick
def test_many_old_ones_are_swept_by_and_by(
    blog: Blog, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("blogsite.models.post.trashing._BATCH", 2)
    at = clock.now() - timedelta(days=3)
    posts = (
        Manuscript(title=f"{n}", content="x", by=alice, written_at=at, trashed_at=at)
        for n in range(5)
    )
    list(blog.import_posts(posts))

    for _ in range(3):
        sweep()

    assert len(waiting()) == 5


@quick
def test_emptied_it_is_empty_in_all_my_blogs(blog: Blog, alice: User, carol: User) -> None:
    others = make_blog(by=carol, title="Carol's")
    stays = make_post(others, by=carol)
    mine = [make_post(blog, by=alice), make_post(make_blog(by=alice, title="B"), by=alice)]
    live = make_post(blog, by=alice, title="Live", status="published")
    for post, person in ((mine[0], alice), (mine[1], alice), (stays, carol)):
        post.trash(by=person)

    assert trash.empty(before=clock.now(), by=alice)

    assert Desk(alice).trash().posts == []
    assert Desk(carol).trash().posts == [stays]
    assert Post.get(live.id).published


@quick
def test_what_was_thrown_away_after_the_page_was_made_stays(
    blog: Blog, draft: Post, published: Post, alice: User
) -> None:
    with time_machine.travel(clock.now(), tick=False) as traveller:
        draft.trash(by=alice)
        seen_at = clock.now()
        traveller.shift(SECOND)
        published.trash(by=alice)

        trash.empty(before=seen_at, by=alice)

    assert Desk(alice).trash().posts == [published]


def test_a_full_trash_is_emptied_in_the_background(
    blog: Blog, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trash, "AT_ONCE", 2)
    for n in range(5):
        make_post(blog, by=alice, title=f"{n}").trash(by=alice)

    assert not trash.empty(before=clock.now(), by=alice)
    assert len(Desk(alice).trash().posts) == 3
    jobs.run_due()

    assert Desk(alice).trash().posts == []
