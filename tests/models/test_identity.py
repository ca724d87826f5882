"""Accounts elsewhere, and what they open here."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from pymongo.errors import DuplicateKeyError

from blogsite.models import Device, Identity, Registration, SecurityEvent, User, provider_entry
from blogsite.models.claims import Claims
from blogsite.models.errors import Forbidden, Invalid, LinkUsed, NotFound
from tests.support.factories import make_registration

ERIN = Claims(
    provider="corp",
    issuer="https://corp.example",
    subject="erin",
    email="erin@example.org",
    email_verified=True,
    name="Erin",
)


def read(**said: Any) -> Claims:
    values = {"subject": "erin", "email": "erin@example.org", "verified": True, "name": "Erin"}
    return Claims.read(provider="corp", issuer=ERIN.issuer, **{**values, **said})


@pytest.mark.quick
def test_claims_are_read_as_they_should_be() -> None:
    assert read() == ERIN


@pytest.mark.quick
@pytest.mark.parametrize("subject", [None, "", 7, True, ["erin"], "x" * 256, "a\0b", "\ud800"])
def test_without_a_subject_there_are_no_claims(subject: object) -> None:
    with pytest.raises(Invalid):
        read(subject=subject)


@pytest.mark.quick
@pytest.mark.parametrize("email", [None, 7, "", "erin", "a\0@b.org", "x" * 300 + "@b.org", ["x"]])
def test_what_is_no_address_counts_as_none(email: object) -> None:
    claims = read(email=email)

    assert (claims.email, claims.email_verified) == ("", False)


@pytest.mark.quick
@pytest.mark.parametrize(
    ("verified", "counts"),
    [(True, True), ("true", True), (False, False), ("false", False), (None, False), ("yes", False)],
)
def test_only_a_plain_yes_counts_as_verified(verified: object, counts: bool) -> None:
    assert read(verified=verified).email_verified is counts


@pytest.mark.quick
@pytest.mark.parametrize("name", [None, 7, "", " \u200b ", ["x"]])
def test_what_is_no_name_counts_as_none(name: object) -> None:
    assert read(name=name).name == ""


@pytest.mark.quick
def test_without_a_name_there_is_that_of_the_mailbox(app: Flask) -> None:
    user = provider_entry.sign_up(read(name=None))

    assert user is not None
    assert user.name == "erin"


def test_what_waits_for_that_address_is_gone_with_the_account(app: Flask) -> None:
    make_registration("Erin")

    provider_entry.sign_up(ERIN)

    assert Registration.waiting_for("erin@example.org") == []


@pytest.mark.quick
def test_an_unverified_address_makes_no_account(app: Flask) -> None:
    assert provider_entry.sign_up(read(verified=False)) is None


@pytest.mark.quick
def test_an_account_with_the_address_is_let_alone(alice: User) -> None:
    assert provider_entry.sign_up(read(email="ALICE@example.org")) is None
    assert Identity.of(alice) == []


def test_one_person_who_comes_ten_times_at_once_has_one_account(app: Flask) -> None:
    def come() -> Any:
        with app.app_context():
            user = provider_entry.sign_up(ERIN)
            return user.id if user else None

    with ThreadPoolExecutor(10) as pool:
        users = {one.result() for one in [pool.submit(come) for _ in range(10)]}

    assert len(users) == 1
    assert None not in users
    assert Identity.collection().count_documents({}) == 1


def test_the_database_keeps_one_of_each_person(alice: User, bob: User) -> None:
    Identity(user_id=alice.id, provider="corp", issuer="i", subject="s").insert()

    with pytest.raises(DuplicateKeyError):
        Identity(user_id=bob.id, provider="corp", issuer="i", subject="s").insert()


@pytest.mark.quick
def test_linking_stands_in_the_log(alice: User) -> None:
    assert Identity.link(alice, ERIN, device=Device())
    assert not Identity.link(alice, ERIN, device=Device())

    assert [one.sentence for one in SecurityEvent.of(alice).events] == [
        "Sign-in through Corp added"
    ]


@pytest.mark.quick
def test_what_opens_one_account_opens_no_other(alice: User, bob: User) -> None:
    Identity.link(alice, ERIN, device=Device())

    with pytest.raises(Invalid):
        Identity.link(bob, ERIN, device=Device())


@pytest.mark.quick
def test_nobody_unlinks_what_is_not_theirs(alice: User, bob: User) -> None:
    Identity.link(alice, ERIN, device=Device())
    (identity,) = Identity.of(alice)

    with pytest.raises(NotFound):
        Identity.unlink(identity.id, by=bob, device=Device())


@pytest.mark.quick
def test_a_gone_account_cannot_be_linked(alice: User) -> None:
    alice.delete()

    with pytest.raises(NotFound):
        Identity.link(alice, ERIN, device=Device())


@pytest.mark.quick
def test_a_letter_is_followed_only_by_who_asked_for_it(app: Flask) -> None:
    letter = provider_entry.Ticket.issue(
        provider_entry.LETTER,
        lifetime=provider_entry.WAITS,
        address="erin@example.org",
        **ERIN.stored,
    )
    mallory = provider_entry.wait(read(subject="mallory"), None)

    for waiting in (None, mallory):
        with pytest.raises(Forbidden):
            provider_entry.follow(letter, waiting=waiting, device=Device())
    assert User.find_by_email("erin@example.org") is None


@pytest.mark.quick
def test_a_letter_whose_address_found_another_owner_makes_nothing(app: Flask, alice: User) -> None:
    letter = provider_entry.Ticket.issue(
        provider_entry.LETTER, lifetime=provider_entry.WAITS, address=alice.email, **ERIN.stored
    )

    with pytest.raises(LinkUsed):
        provider_entry.follow(letter, waiting=provider_entry.wait(ERIN, None), device=Device())
    assert Identity.of(alice) == []


@pytest.mark.quick
def test_a_waiting_ticket_serves_its_owner_alone(alice: User, bob: User) -> None:
    ticket = provider_entry.wait(read(email=alice.email), alice)

    with pytest.raises(LinkUsed):
        provider_entry.link_waiting(ticket, bob, device=Device())
    assert provider_entry.link_waiting(ticket, alice, device=Device())
