"""Who moved somebody's account and made it his own is out of it once the change is undone."""

from __future__ import annotations

import pytest

from blogsite.models import (
    Device,
    Identity,
    Passkey,
    Session,
    Ticket,
    User,
    email_change,
    passkey_ceremonies,
    password_change,
    second_factor,
    ways_in,
)
from blogsite.models.authenticator import Authenticator, Offer
from blogsite.models.claims import Claims
from tests.support.codes import code_of
from tests.support.factories import address
from tests.support.soft_authenticator import SoftAuthenticator

pytestmark = pytest.mark.usefixtures("half_minute")

HERE = Device(agent="Firefox on Linux")


def add_every_way(user: User) -> None:
    question = passkey_ceremonies.question_to_add(user)
    passkey_ceremonies.add(SoftAuthenticator().make(question), user=user, name="", device=HERE)
    claims = Claims(provider="corp", issuer="https://corp.example", subject=str(user.email))
    Identity.link(user, claims, device=HERE)
    session = Session.resume(Session.start(user, device=HERE))
    assert session is not None
    offer = Offer.make(user, session=session)
    Authenticator.set_up(offer, code=code_of(offer.secret, ahead=-1), device=HERE)


def undo(user: User) -> Ticket:
    (ticket,) = Ticket.load_all(Ticket.collection().find({"purpose": email_change.UNDO}))
    return email_change.restore(ticket, device=HERE)


def ways(user: User) -> tuple[int, int, bool]:
    return len(Passkey.of(user)), len(Identity.of(user)), second_factor.needed(user)


def test_what_was_added_since_is_gone(alice: User) -> None:
    email_change.move(alice, email="mallory@evil.example", device=HERE)
    add_every_way(alice)

    undo(alice)

    assert ways(alice) == (0, 0, False)


def test_no_password_opens_it_until_its_owner_has_chosen_one(alice: User) -> None:
    email_change.move(alice, email="mallory@evil.example", device=HERE)

    reset = undo(alice)

    assert ways_in.count(User.get(alice.id)) == 0
    password_change.reset(reset, new_password="my very own words", device=HERE)
    assert User.authenticate(email=address("Alice"), password="my very own words") == alice


def test_what_was_there_before_stays(alice: User) -> None:
    add_every_way(alice)
    email_change.move(alice, email="mallory@evil.example", device=HERE)

    undo(alice)

    assert ways(alice) == (1, 1, True)
