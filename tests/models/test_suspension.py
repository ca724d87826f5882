"""Keeping somebody out, and letting them in again."""

from __future__ import annotations

import pytest

from blogsite.lib import clock
from blogsite.models import Device, Session, User
from blogsite.models.errors import AccountSuspended, Invalid, NotFound, WrongCredentials
from tests.support.factories import PASSWORD

pytestmark = pytest.mark.quick


def test_a_suspension_says_when_by_whom_and_why(alice: User, dan: User) -> None:
    alice.suspend(by=dan, reason=" spam,\nagain ")

    stored = User.get(alice.id).suspension
    assert stored is not None
    assert (stored.by, stored.reason) == (dan.id, "spam, again")


def test_only_the_right_password_learns_of_the_suspension(alice: User) -> None:
    alice.suspend()

    with pytest.raises(AccountSuspended):
        User.authenticate(email=alice.email, password=PASSWORD)
    with pytest.raises(WrongCredentials) as refusal:
        User.authenticate(email=alice.email, password="a wrong one")
    assert not isinstance(refusal.value, AccountSuspended)


def test_a_suspended_person_is_signed_out_everywhere(alice: User, bob: User) -> None:
    tokens = [Session.start(alice, device=Device()), Session.start(alice, device=Device())]
    others = Session.start(bob, device=Device())

    alice.suspend()

    assert [Session.resume(token) for token in tokens] == [None, None]
    assert Session.collection().count_documents({"user_id": alice.id}) == 0
    assert Session.resume(others)


def test_a_session_that_is_there_all_the_same_is_no_way_in(alice: User) -> None:
    token = Session.start(alice, device=Device())
    User.collection().update_one(
        {"_id": alice.id}, {"$set": {"suspension": {"at": clock.now(), "by": None}}}
    )

    assert Session.resume(token) is None


def test_the_first_suspension_stands(alice: User) -> None:
    alice.suspend(reason="spam")
    alice.suspend(reason="another")

    assert User.get(alice.id).suspension.reason == "spam"  # type: ignore[union-attr]


def test_a_reinstated_person_is_as_before(alice: User) -> None:
    alice.suspend()

    alice.reinstate()
    alice.reinstate()

    assert User.authenticate(email=alice.email, password=PASSWORD) == alice
    assert not User.get(alice.id).suspended


def test_a_reason_is_short(alice: User) -> None:
    with pytest.raises(Invalid):
        alice.suspend(reason="x" * 201)

    assert not alice.suspended


def test_who_is_gone_cannot_be_suspended(alice: User) -> None:
    alice.delete()

    with pytest.raises(NotFound):
        alice.suspend()
    with pytest.raises(NotFound):
        alice.reinstate()


def test_accounts_that_are_nobodys_never_administer(dan: User) -> None:
    made = User.create(email="x@example.org", name="X", password_hash="-", may_administer=False)

    assert not made.administrator
