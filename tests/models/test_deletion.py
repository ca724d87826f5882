"""Leaving: asked for once, called off in time, or done with all that hangs on it."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from blogsite import jobs, urls
from blogsite.database import collection, connection
from blogsite.jobs import Job
from blogsite.lib import clock
from blogsite.models import (
    Avatar,
    Blog,
    Device,
    Membership,
    Post,
    SecurityEvent,
    Session,
    Ticket,
    User,
    deletion,
    email_change,
    profile,
)
from blogsite.models.deletion import WAY_BACK
from blogsite.models.errors import Gone, Invalid
from blogsite.models.holdings import HOLDINGS
from blogsite.models.integrity import orphans
from blogsite.models.kept_letter import kept_letters
from blogsite.models.membership import OWNER
from tests.support.factories import make_blog, make_post, make_user
from tests.support.portraits import picture
from tests.support.visitor import Visitor

DEVICE = Device(agent="Firefox")


def ask(user: User, **fates: Any) -> None:
    owned = {str(one.blog.id): None for one in deletion.estates(user)}
    deletion.ask(user, email=user.email, fates={**owned, **fates}, device=DEVICE)


def asked_for() -> Job:
    (found,) = [job for job in Job.every() if job.kind == "account-removal"]
    return found


def when_due(user: User) -> None:
    """The time is over, and the job is done."""
    job = asked_for()
    with time_machine.travel(clock.now() + WAY_BACK + timedelta(seconds=1)):
        deletion.remove(**job.arguments)


def test_asking_ends_all_sessions_and_leaves_everything_public(
    alice: User, blog: Blog, published: Post, reader: Visitor
) -> None:
    Session.start(alice, device=DEVICE)
    Ticket.issue("password-reset", lifetime=timedelta(hours=1), user=alice)

    ask(alice)

    kinds = [one.kind for one in SecurityEvent.of(alice).events]
    assert Session.of(alice) == []
    assert Ticket.collection().count_documents({"user_id": alice.id}) == 0
    assert kinds == ["deletion-asked"]
    assert asked_for().run_at == User.get(alice.id).deletion.due_at  # type: ignore[union-attr]
    assert reader.get(urls.post(published)).status_code == 200


def test_who_took_an_account_cannot_end_it_before_its_owner_takes_the_address_back(
    alice: User,
) -> None:
    email = alice.email
    email_change.move(alice, email="mallory@evil.example", device=DEVICE)
    ask(alice)

    (undo,) = Ticket.load_all(Ticket.collection().find({"user_id": alice.id}))
    email_change.restore(Ticket.by_token(undo.token, purpose=email_change.UNDO), device=DEVICE)
    deletion.withdraw(User.get(alice.id), device=DEVICE)

    kept = User.get(alice.id)
    assert (kept.email, kept.leaving) == (email, False)


def test_nothing_is_done_before_it_is_due(alice: User) -> None:
    ask(alice)

    jobs.run_due()
    deletion.remove(**asked_for().arguments)

    assert User.get(alice.id).deletion
    assert Job.collection().count_documents({"kind": "account-removal"}) == 2


def test_ten_who_ask_at_once_ask_once(app: Flask, alice: User) -> None:
    def at_once(_: int) -> None:
        with app.app_context():
            ask(User.get(alice.id))

    with ThreadPoolExecutor(10) as threads:
        list(threads.map(at_once, range(10)))

    assert asked_for()
    assert len(SecurityEvent.of(alice).events) == 1


def test_who_comes_back_keeps_everything_whatever_the_old_job_does(alice: User, blog: Blog) -> None:
    ask(alice)
    deletion.withdraw(alice, device=DEVICE)
    deletion.withdraw(alice, device=DEVICE)
    when_due(alice)

    assert User.get(alice.id).deletion is None
    assert Blog.get(blog.id)
    kinds = [one.kind for one in SecurityEvent.of(alice).events]
    assert kinds == ["deletion-withdrawn", "deletion-asked"]


def test_the_job_of_an_earlier_time_does_nothing_to_a_later_one(alice: User) -> None:
    ask(alice)
    old = asked_for()
    deletion.withdraw(alice, device=DEVICE)
    with time_machine.travel(clock.now() + timedelta(days=10)):
        ask(alice)

    with time_machine.travel(clock.now() + WAY_BACK + timedelta(hours=1)):
        deletion.remove(**old.arguments)

    assert User.get(alice.id)


def test_afterwards_nothing_of_a_person_is_left(
    alice: User, blog: Blog, published: Post, reader: Visitor
) -> None:
    profile.change(alice, name="Alice", handle="rain", bio="About rain.")
    Avatar.choose(io.BytesIO(picture()), by=alice)
    face = urls.avatar(alice, str(alice.avatar))
    collection("authenticators").insert_one({"_id": alice.id, "sealed_secret": "x"})
    ask(alice)
    when_due(alice)
    jobs.run_due()

    held = {
        name: collection(name).count_documents({one.by: alice.id}) for name, one in HOLDINGS.items()
    }
    assert set(held.values()) == {0}
    with pytest.raises(Gone):
        User.get(alice.id)
    gone = (
        urls.author_feed(alice),
        urls.author_feeds(alice),
        urls.blogs_of(alice),
        face,
        urls.blog(blog),
        urls.post(published),
    )
    assert {reader.get(path).status_code for path in gone} == {410}
    assert list(orphans(lambda _: None)) == []
    words = str([list(connection().database[n].find()) for n in ("users", "tombstones", "handles")])
    assert "alice@example.org" not in words
    assert "About rain." not in words


def test_the_address_hears_once_that_it_is_done(alice: User) -> None:
    ask(alice)
    job = asked_for()

    with time_machine.travel(clock.now() + WAY_BACK + timedelta(seconds=1)):
        deletion.remove(**job.arguments)
        deletion.remove(**job.arguments)
    (asked,) = [job for job in Job.every() if job.kind == "account-removed-letter"]
    deletion.send_removed_letter(**asked.arguments)

    (letter,) = kept_letters().letters()
    assert (letter.to, letter.subject) == (alice.email, "Your account is deleted")


def test_an_address_is_free_again_and_a_handle_is_not(alice: User, carol: User) -> None:
    profile.change(alice, name="Alice", handle="rain", bio="")
    ask(alice)
    when_due(alice)

    assert make_user("Alice").id != alice.id
    with pytest.raises(Invalid):
        profile.change(carol, name="Carol", handle="rain", bio="")


def test_a_blog_is_handed_over_to_another_owner(alice: User, carol: User, reader: Visitor) -> None:
    kept, gone = make_blog(by=alice), make_blog(by=alice, title="Rain")
    kept.admit(carol, role=OWNER)
    post = make_post(kept, by=alice, status="published")
    ask(alice, **{str(kept.id): carol.id})
    when_due(alice)

    page = reader.get(urls.post(post)).text
    assert Blog.get(kept.id).role_of(carol) == OWNER
    assert reader.get(urls.blog(gone)).status_code == 410
    assert "a former author" in page
    assert urls.author(post) not in page
    assert "a former author" in reader.get(urls.feed(kept)).text


def test_an_heir_who_left_meanwhile_leaves_the_blog_to_who_is_there(
    edited_blog: Blog, alice: User, bob: User, carol: User
) -> None:
    edited_blog.admit(carol, role=OWNER)
    ask(alice, **{str(edited_blog.id): carol.id})
    Membership.collection().delete_one({"blog_id": edited_blog.id, "user_id": carol.id})
    when_due(alice)

    assert Blog.get(edited_blog.id).role_of(bob) == OWNER


def test_done_twice_and_after_a_death_in_the_middle_it_is_done_once(
    alice: User, blog: Blog, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(alice)
    with monkeypatch.context() as patch:
        patch.setattr(deletion, "_finish", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            when_due(alice)

    with pytest.raises(Invalid):
        deletion.withdraw(alice, device=DEVICE)
    when_due(alice)
    when_due(alice)

    assert User.find({"_id": alice.id}) is None
    assert collection("tombstones").count_documents({}) == 1


def test_what_is_not_meant_is_refused(alice: User, blog: Blog, bob: User, carol: User) -> None:
    name = str(blog.id)
    for fates, email in (
        ({name: None}, "bob@example.org"),
        ({name: None}, "alice"),
        ({}, alice.email),
        ({name: carol.id}, alice.email),
    ):
        with pytest.raises(Invalid):
            deletion.ask(alice, email=email, fates=fates, device=DEVICE)

    assert User.get(alice.id).deletion is None
    assert list(Job.every()) == []


def test_an_editor_a_suspended_owner_and_one_who_leaves_are_no_heirs(
    edited_blog: Blog, alice: User, carol: User
) -> None:
    erin, frank = make_user("Erin"), make_user("Frank")
    for person in (erin, frank, carol):
        edited_blog.admit(person, role=OWNER)
    erin.suspend()
    ask(frank)

    (estate,) = deletion.estates(alice)
    assert estate.heirs == [carol]


def test_the_last_administrator_stays(dan: User, alice: User) -> None:
    with pytest.raises(Invalid):
        ask(dan)

    alice.update({"administrator_since": clock.now()}, expecting={})
    ask(dan)
    with pytest.raises(Invalid):
        ask(alice)


def test_of_two_administrators_who_leave_at_once_one_stays(app: Flask, dan: User) -> None:
    erin = make_user("Erin", administrator=True)

    def leave(user: User) -> bool:
        with app.app_context():
            try:
                ask(User.get(user.id))
            except Invalid:
                return False
            return True

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(leave, (dan, erin))) == [False, True]
