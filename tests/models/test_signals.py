"""What happens is told to whoever listens: once, and only when it is committed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from blinker import NamedSignal
from flask import Flask

from blogsite.database import transaction
from blogsite.lib import clock
from blogsite.models import Blog, Device, Post, Session, User, provider_entry, signals
from blogsite.models.claims import Claims
from blogsite.models.membership import EDITOR
from tests.support.commands import run
from tests.support.factories import (
    BROWSER,
    PASSWORD,
    address,
    make_blog,
    make_post,
    make_registration,
)

quick = pytest.mark.quick
Told = list[tuple[str, Any, dict[str, Any]]]


@pytest.fixture
def told() -> Iterator[Told]:
    """Every signal of ours, as it comes."""
    heard: Told = []

    def listen(signal: NamedSignal) -> Any:
        def note(sender: Any, **details: Any) -> None:
            heard.append((signal.name, sender, details))

        signal.connect(note)
        return note

    notes = {name: listen(signal) for name, signal in signals._signals.items()}
    yield heard
    for name, note in notes.items():
        signals._signals[name].disconnect(note)


@quick
def test_the_life_of_a_post_is_told(blog: Blog, alice: User, told: Told) -> None:
    post = make_post(blog, by=alice)
    post.revise(title="Snow", by=alice)
    post.schedule(clock.now() + timedelta(days=1), by=alice)
    post.publish(by=alice)
    post.withdraw(by=alice)
    post.trash(by=alice)
    post.restore(by=alice)
    post.trash(by=alice)
    post.remove(by=alice)

    assert [name for name, *_ in told] == [
        "post-written",
        "post-revised",
        "post-scheduled",
        "post-published",
        "post-withdrawn",
        "post-trashed",
        "post-restored",
        "post-trashed",
        "post-removed",
    ]
    assert all(sender == post for _, sender, _ in told)
    assert told[3][2] == {"by": alice}


@quick
def test_every_new_account_is_told_of_however_it_came(app: Flask, dan: User, told: Told) -> None:
    claims = Claims(
        provider="corp",
        issuer="https://corp.example",
        subject="zoe",
        email=address("Zoe"),
        email_verified=True,
    )

    make_registration("Erin").activate(browser=BROWSER)
    run(app, "user", "create", address("Fay"), "--password", PASSWORD)
    provider_entry.sign_up(claims)

    activated = [one.email for name, one, _ in told if name == "user-activated"]
    assert activated == [address("Erin"), address("Fay"), address("Zoe")]


@quick
def test_what_is_done_already_is_not_told_again(published: Post, alice: User, told: Told) -> None:
    published.publish(by=alice)
    published.restore(by=alice)
    published.revise(title=published.title, by=alice)

    assert told == []


@quick
def test_people_and_blogs_are_told_of(alice: User, told: Told) -> None:
    user = make_registration("Erin").activate(browser=BROWSER)
    blog = make_blog(by=user)
    blog.admit(alice, role=EDITOR)
    token = Session.start(user, device=Device())
    Session.end(token)
    Session.end(token)

    assert [(name, details) for name, _, details in told] == [
        ("user-registered", {}),
        ("user-activated", {}),
        ("member-admitted", {}),
        ("blog-created", {"by": user}),
        ("member-admitted", {}),
        ("user-signed-in", {}),
        ("user-signed-out", {}),
    ]


@quick
def test_who_is_kept_out_and_let_in_again_is_told_of_once(
    alice: User, dan: User, told: Told
) -> None:
    Session.start(alice, device=Device())
    told.clear()

    alice.suspend(by=dan, reason="spam")
    alice.suspend(by=dan)
    alice.reinstate()
    alice.reinstate()

    assert told == [
        ("user-suspended", alice, {"by": dan}),
        ("user-reinstated", alice, {"by": None}),
    ]


def test_a_listener_finds_the_suspension_committed(alice: User) -> None:
    seen = []

    def look(user: User, *, by: User | None) -> None:
        seen.append(Session.resume(token) is None and User.get(user.id).suspended)

    token = Session.start(alice, device=Device())
    with signals.user_suspended.connected_to(look):
        alice.suspend()

    assert seen == [True]


@pytest.mark.parametrize("verb", [User.suspend, User.reinstate])
def test_a_suspension_that_is_rolled_back_is_not_told(
    alice: User, told: Told, verb: Callable[[User], None]
) -> None:
    if verb is User.reinstate:
        alice.suspend()
        told.clear()

    with pytest.raises(ZeroDivisionError), transaction():
        verb(alice)
        _ = 1 / 0

    assert told == []


def test_what_is_rolled_back_is_not_told(blog: Blog, alice: User, told: Told) -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        make_post(blog, by=alice, status="published")
        _ = 1 / 0

    assert told == []


def test_a_listener_sees_what_is_committed(blog: Blog, alice: User) -> None:
    seen = []

    def look(post: Post, *, by: User) -> None:
        with_another_connection = Post.find({"_id": post.id})
        seen.append(with_another_connection is not None and with_another_connection.published)

    with signals.post_published.connected_to(look):
        make_post(blog, by=alice, status="published")

    assert seen == [True]
