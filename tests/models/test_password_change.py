"""Another password: from inside, or by a letter when the old one is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from flask import Flask

from blogsite import jobs
from blogsite.database import collection, counting
from blogsite.lib import clock
from blogsite.models import (
    Device,
    Registration,
    SecurityEvent,
    Session,
    Ticket,
    User,
    email_change,
    password_change,
    sign_in,
)
from blogsite.models.errors import Invalid, LinkExpired, LinkUsed, WrongCredentials
from blogsite.models.kept_letter import kept_letters
from blogsite.models.password_change import LIFETIME, PURPOSE
from tests.support.factories import BROWSER, PASSWORD, address, make_registration

CHOSEN = "my very own words"


def letters() -> list[tuple[str, str]]:
    jobs.run_due()
    return [(letter.to, letter.subject) for letter in kept_letters().letters()]


def reset(ticket: Ticket, words: str = CHOSEN) -> User:
    return password_change.reset(ticket, new_password=words, device=Device())


def test_the_letter_goes_to_the_stored_address(alice: User) -> None:
    password_change.request_reset("ALICE@Example.org", device=Device())

    assert letters() == [(alice.email, "Choose a new password")]
    link = kept_letters().letters()[0].links[0]
    token = link.removeprefix("http://localhost:5454/auth/password-reset/")
    assert Ticket.by_token(token, purpose=PURPOSE).user == alice


def test_who_has_no_account_gets_no_letter(app: Flask) -> None:
    password_change.request_reset("nobody@example.org", device=Device())

    assert letters() == []


def test_who_has_not_activated_gets_that_letter_again(app: Flask) -> None:
    make_registration("Erin")

    password_change.request_reset(address("Erin"), device=Device())

    assert letters() == [(address("Erin"), "Activate your account")] * 2


def test_who_is_kept_out_gets_no_letter(alice: User) -> None:
    alice.suspend()

    password_change.request_reset(alice.email, device=Device())

    assert letters() == []


def test_a_link_works_for_an_hour(alice: User) -> None:
    token = password_change.ticket_for(alice).token

    with time_machine.travel(clock.now() + LIFETIME - timedelta(seconds=5)):
        assert Ticket.by_token(token, purpose=PURPOSE)
    after = clock.now() + LIFETIME + timedelta(seconds=1)
    with time_machine.travel(after), pytest.raises(LinkExpired):
        Ticket.by_token(token, purpose=PURPOSE)


def test_a_link_works_once_and_voids_the_others(alice: User) -> None:
    first, second = password_change.ticket_for(alice), password_change.ticket_for(alice)

    reset(first)

    for ticket in (first, second):
        with pytest.raises(LinkUsed):
            reset(ticket, "other words altogether")
    assert User.authenticate(email=alice.email, password=CHOSEN) == alice
    with pytest.raises(WrongCredentials):
        User.authenticate(email=alice.email, password=PASSWORD)


def test_a_bad_password_leaves_the_link_good(alice: User) -> None:
    ticket = password_change.ticket_for(alice)

    with pytest.raises(Invalid):
        reset(ticket, "password1")

    assert reset(Ticket.by_token(ticket.token, purpose=PURPOSE)) == alice


def test_choosing_signs_everybody_out_and_tells_the_owner(alice: User, bob: User) -> None:
    tokens = [Session.start(one, device=Device()) for one in (alice, alice, bob)]

    reset(password_change.ticket_for(alice))

    assert [Session.resume(token) is not None for token in tokens] == [False, False, True]
    assert [one.kind for one in SecurityEvent.of(alice).events] == ["password-reset"]
    assert letters()[0][0] == alice.email
    assert "Password chosen anew" in letters()[0][1]


def test_changing_leaves_this_browser_signed_in(alice: User) -> None:
    here, there = (Session.start(alice, device=Device()) for _ in range(2))
    session = Session.resume(here)
    assert session is not None
    ticket = password_change.ticket_for(alice)

    password_change.change(alice, new_password=CHOSEN, session=session, device=Device())

    assert Session.resume(here)
    assert Session.resume(there) is None
    assert User.authenticate(email=alice.email, password=CHOSEN) == alice
    with pytest.raises(LinkUsed):
        Ticket.by_token(ticket.token, purpose=PURPOSE)
    assert letters()[0][1] == "Your account: Password changed"


# Nobody learns from an answer who has an account


def _reset(email: str) -> None:
    password_change.request_reset(email, device=Device())


def _again(email: str) -> None:
    Registration.request_letter(email, device=Device())


def _register(email: str) -> None:
    Registration.request(email=email, password=PASSWORD, name="", browser=BROWSER, device=Device())


def _guess(email: str) -> None:
    with pytest.raises(WrongCredentials):
        sign_in.with_password(email=email, password="a guess", device=Device())


def _move(email: str) -> None:
    dan = User.find_by_email(address("Dan"))
    assert dan is not None
    email_change.request(dan, email=email, device=Device())


@pytest.mark.parametrize("ask", [_reset, _again, _register, _guess, _move])
def test_asking_does_the_same_whether_there_is_an_account_or_not(
    alice: User, ask: Callable[[str], None]
) -> None:
    names = ("jobs", "tickets", "throttles", "registrations", "security_events", "sessions")
    ask("somebody@example.org")  # the first one makes what all others find

    def done(email: str) -> tuple[int, dict[str, int]]:
        before = {name: collection(name).count_documents({}) for name in names}
        count = counting.begin()
        ask(email)
        asked = count.commands
        return asked, {name: collection(name).count_documents({}) - before[name] for name in names}

    assert done("nobody@example.org") == done(alice.email)


def test_a_new_password_ends_what_begins_at_the_same_moment(app: Flask, alice: User) -> None:
    ticket = password_change.ticket_for(alice)
    read = [User.get(alice.id) for _ in range(9)]
    together = Barrier(10)

    def begin(user: User) -> None:
        with app.app_context(), suppress(WrongCredentials):
            together.wait()
            Session.start(user, device=Device())

    def renew() -> None:
        with app.app_context():
            together.wait()
            password_change.reset(ticket, new_password="my very own words", device=Device())

    with ThreadPoolExecutor(10) as threads:
        done = [threads.submit(renew), *(threads.submit(begin, user) for user in read)]
        for one in done:
            one.result()

    assert Session.of(alice) == []
