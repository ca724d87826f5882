"""Signed-in browsers."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from blogsite.lib import clock
from blogsite.models import Device, SecurityEvent, Session, User, password_change, session_list
from blogsite.models.errors import NotFound, WrongCredentials
from blogsite.models.session import LIFETIME
from tests.support.factories import PASSWORD

pytestmark = pytest.mark.quick


def test_a_token_brings_back_its_user(alice: User) -> None:
    session = Session.resume(Session.start(alice, device=Device(agent="Lynx")))

    assert session is not None
    assert (session.user, session.user_agent) == (alice, "Lynx")


def test_the_database_does_not_know_the_token(alice: User) -> None:
    token = Session.start(alice, device=Device())

    assert token not in str(list(Session.collection().find()))


def test_an_ended_session_brings_nobody_back(alice: User) -> None:
    token = Session.start(alice, device=Device())

    Session.end(token)
    Session.end(token)

    assert Session.resume(token) is None


def test_a_session_ends_by_itself(alice: User) -> None:
    token = Session.start(alice, device=Device())

    with time_machine.travel(clock.now() + LIFETIME + timedelta(seconds=1)):
        assert Session.resume(token) is None


def test_a_session_of_a_deleted_user_brings_nobody_back(alice: User) -> None:
    token = Session.start(alice, device=Device())
    alice.delete()

    assert Session.resume(token) is None


@pytest.mark.parametrize("token", ["", "nonsense", "é" * 500])
def test_an_unknown_token_brings_nobody_back(alice: User, token: str) -> None:
    assert Session.resume(token) is None


# How long one lasts


def resumed(token: str) -> Session | None:
    """As a request does: brought back, and seen."""
    session = Session.resume(token)
    if session:
        session.see(Device(address="192.0.2.57"))
    return session


def test_unused_it_ends_after_fourteen_days(alice: User) -> None:
    token = Session.start(alice, device=Device())

    with time_machine.travel(clock.now() + timedelta(days=13, hours=23)):
        assert Session.resume(token)
    with time_machine.travel(clock.now() + timedelta(days=14, minutes=1)):
        assert Session.resume(token) is None


def test_used_it_goes_on_until_ninety_days_are_over(alice: User) -> None:
    token, began = Session.start(alice, device=Device()), clock.now()

    for day in (13, 26, 39, 52, 65, 78, 89):
        with time_machine.travel(began + timedelta(days=day)):
            assert resumed(token)
    with time_machine.travel(began + timedelta(days=90, minutes=1)):
        assert resumed(token) is None


def test_when_it_was_seen_is_noted_every_five_minutes(alice: User) -> None:
    token, began = Session.start(alice, device=Device()), clock.now()

    def seen_after(minutes: float) -> timedelta:
        with time_machine.travel(began + timedelta(minutes=minutes)):
            resumed(token)
        (session,) = Session.of(alice)
        return session.seen_at - began

    assert seen_after(4) < timedelta(seconds=5)
    assert timedelta(minutes=6) <= seen_after(6) < timedelta(minutes=6, seconds=5)
    assert seen_after(10) < timedelta(minutes=6, seconds=5)


def test_where_it_was_seen_is_noted_roughly(alice: User) -> None:
    token = Session.start(alice, device=Device(address="198.51.100.7"))
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        resumed(token)

    assert Session.of(alice)[0].place == "192.0.2.0/24"


def test_a_proof_is_fresh_for_a_quarter_of_an_hour(alice: User) -> None:
    token = Session.start(alice, device=Device())

    with time_machine.travel(clock.now() + timedelta(minutes=14)):
        session = Session.resume(token)
        assert session is not None
        assert session.fresh
    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        session = Session.resume(token)
        assert session is not None
        assert not session.fresh
        session.confirm()
        stored = Session.resume(token)
        assert stored is not None
        assert session.fresh
        assert stored.fresh


# The list


def test_sessions_are_listed_the_last_seen_first(alice: User, bob: User) -> None:
    Session.start(alice, device=Device(agent="Firefox on Linux"))
    with time_machine.travel(clock.now() + timedelta(seconds=1)):
        Session.start(alice, device=Device(agent="curl"))
    Session.start(bob, device=Device(agent="Lynx"))

    assert [one.name for one in Session.of(alice)] == ["curl", "Firefox on Linux"]


def test_a_list_holds_nothing_that_is_over(alice: User) -> None:
    Session.start(alice, device=Device())

    with time_machine.travel(clock.now() + timedelta(days=15)):
        assert Session.of(alice) == []


def test_one_is_revoked_by_its_owner_and_by_nobody_else(alice: User, bob: User) -> None:
    token = Session.start(alice, device=Device())
    (session,) = Session.of(alice)

    with pytest.raises(NotFound):
        session_list.revoke(session.public_id, by=bob, device=Device())
    assert Session.resume(token)

    session_list.revoke(session.public_id, by=alice, device=Device())
    assert Session.resume(token) is None
    with pytest.raises(NotFound):
        session_list.revoke(session.public_id, by=alice, device=Device())


def test_all_others_are_revoked_and_it_is_written_down(alice: User, bob: User) -> None:
    here = Session.resume(Session.start(alice, device=Device()))
    others = [Session.start(alice, device=Device()) for _ in range(2)]
    bobs = Session.start(bob, device=Device())
    assert here is not None

    ended = session_list.revoke_others(by=alice, session=here, device=Device())
    again = session_list.revoke_others(by=alice, session=here, device=Device())

    assert (ended, again) == (2, 0)
    assert [Session.resume(token) for token in others] == [None, None]
    assert Session.of(alice) == [here]
    assert Session.resume(bobs)
    assert [one.kind for one in SecurityEvent.of(alice).events] == ["sessions-revoked"]


def test_what_is_listed_does_not_open_the_session(alice: User) -> None:
    token = Session.start(alice, device=Device())
    (session,) = Session.of(alice)

    assert str(session.public_id) not in token
    assert Session.resume(str(session.public_id)) is None


def test_no_session_begins_by_a_password_that_was_replaced_meanwhile(alice: User) -> None:
    proved = User.authenticate(email=alice.email, password=PASSWORD)
    ticket = password_change.ticket_for(alice)
    password_change.reset(ticket, new_password="my very own words", device=Device())

    with pytest.raises(WrongCredentials):
        Session.start(proved, device=Device())

    assert Session.of(alice) == []


def test_no_session_begins_for_who_was_suspended_meanwhile(alice: User) -> None:
    proved = User.authenticate(email=alice.email, password=PASSWORD)
    User.get(alice.id).suspend()

    with pytest.raises(WrongCredentials):
        Session.start(proved, device=Device())
