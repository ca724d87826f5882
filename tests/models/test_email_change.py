"""Another e-mail address: confirmed at the new one, undone from the old one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from blogsite import jobs
from blogsite.database import collection
from blogsite.models import Device, SecurityEvent, Session, Ticket, User, email_change
from blogsite.models.email_change import CHANGE, UNDO
from blogsite.models.errors import AccountSuspended, Conflict, Invalid, LinkUsed, TooOften
from blogsite.models.kept_letter import kept_letters
from blogsite.models.password_change import PURPOSE as RESET
from blogsite.models.password_change import change as change_password
from blogsite.models.password_change import ticket_for
from tests.support.factories import PASSWORD, address, make_user

quick = pytest.mark.quick
NEW = "alice@elsewhere.example"


def ask(user: User, email: str = NEW) -> Ticket:
    """Ask for another address; the ticket of the link."""
    email_change.request(user, email=email, device=Device())
    return tickets(user, CHANGE)[-1]


def move(user: User, email: str) -> Ticket:
    """Move to another address; the ticket of the way back."""
    email_change.confirm(ask(user, email), device=Device())
    return tickets(user, UNDO)[-1]


def tickets(user: User, purpose: str) -> list[Ticket]:
    found = Ticket.collection().find({"user_id": user.id, "purpose": purpose})
    return Ticket.load_all(found.sort("_id", 1))


def letters() -> list[tuple[str, str]]:
    jobs.run_due()
    return [(letter.to, letter.subject) for letter in kept_letters().letters()]


@quick
def test_asking_changes_nothing_yet(alice: User) -> None:
    ask(alice)

    assert User.get(alice.id).email == address("Alice")


def test_the_link_comes_to_the_new_address(alice: User) -> None:
    ask(alice)

    assert letters() == [(NEW, "Confirm your new address")]
    assert "/account/email/" in kept_letters().letters()[0].links[0]


def test_an_address_that_is_taken_gets_a_letter_without_a_link(alice: User, bob: User) -> None:
    ask(alice, bob.email.upper())

    assert letters() == [(bob.email, "Your address was given for another account")]
    assert all("/account" not in link for link in kept_letters().letters()[0].links)
    assert tickets(alice, CHANGE) == []


def test_asking_writes_the_same_whoever_has_the_address(alice: User, bob: User) -> None:
    def written() -> dict[str, int]:
        names = ("tickets", "jobs", "throttles", "security_events")
        return {name: collection(name).count_documents({}) for name in names}

    ask(alice, "nobody@elsewhere.example")
    free = written()
    for name in free:
        collection(name).delete_many({})
    ask(alice, bob.email)

    assert written() == free


@quick
def test_confirming_moves_the_account(alice: User) -> None:
    moved = email_change.confirm(ask(alice, "Alice@Elsewhere.example"), device=Device())

    assert (moved, moved.email) == (alice, "Alice@elsewhere.example")
    assert User.authenticate(email=NEW, password=PASSWORD) == alice
    assert User.find_by_email(address("Alice")) is None


@quick
def test_ones_own_address_may_be_written_otherwise_but_not_the_same(alice: User) -> None:
    email_change.confirm(ask(alice, "Alice@example.org"), device=Device())

    assert User.get(alice.id).email == "Alice@example.org"
    with pytest.raises(Invalid):
        email_change.request(User.get(alice.id), email="Alice@example.org", device=Device())


def test_the_old_address_is_told_and_the_log_as_well(alice: User) -> None:
    move(alice, NEW)

    assert (address("Alice"), "Your account has another e-mail address now") in letters()
    assert [event.sentence for event in SecurityEvent.of(alice).events] == [
        f"E-mail address changed to {NEW}"
    ]


@quick
def test_a_second_question_replaces_the_first(alice: User) -> None:
    first = ask(alice)
    ask(alice, "alice@third.example")

    with pytest.raises(LinkUsed):
        Ticket.by_token(first.token, purpose=CHANGE)


@quick
def test_a_change_voids_links_that_were_sent_to_the_old_address(alice: User) -> None:
    ticket_for(alice)

    move(alice, NEW)

    assert tickets(alice, RESET) == tickets(alice, CHANGE) == []


def test_a_new_password_voids_a_change_that_somebody_else_asked_for(alice: User) -> None:
    ask(alice)
    session = Session.resume(Session.start(alice, device=Device()))
    assert session is not None

    change_password(alice, new_password="my very own words", session=session, device=Device())

    assert tickets(alice, CHANGE) == []
    assert NEW not in dict(letters())


@quick
def test_an_address_taken_meanwhile_is_refused_and_the_link_stays(alice: User) -> None:
    ticket = ask(alice)
    make_user("Erin", email=NEW)

    with pytest.raises(Conflict):
        email_change.confirm(ticket, device=Device())

    assert User.get(alice.id).email == address("Alice")


@quick
def test_who_is_kept_out_moves_nowhere(alice: User) -> None:
    ticket = ask(alice)
    alice.suspend()

    with pytest.raises(AccountSuspended):
        email_change.confirm(ticket, device=Device())


def test_two_accounts_at_once_want_one_address_and_one_gets_it(
    app: Flask, alice: User, bob: User
) -> None:
    wanted = [ask(alice), ask(bob)]

    def confirm(ticket: Ticket) -> bool:
        with app.app_context():
            try:
                return bool(email_change.confirm(ticket, device=Device()))
            except Conflict:
                return False

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(confirm, wanted)) == [False, True]


def test_undoing_brings_the_address_back_and_signs_everybody_out(alice: User) -> None:
    undo = move(alice, NEW)
    token = Session.start(alice, device=Device())
    ask(User.get(alice.id), "alice@third.example")

    restored = email_change.restore(undo, device=Device())

    assert User.get(alice.id).email == address("Alice")
    assert Session.resume(token) is None
    assert tickets(alice, CHANGE) == tickets(alice, UNDO) == []
    assert tickets(alice, RESET) == [restored]
    assert "email-restored" in {event.kind for event in SecurityEvent.of(alice).events}


def test_the_newer_address_hears_that_the_change_was_undone(alice: User) -> None:
    undo = move(alice, NEW)
    letters()

    email_change.restore(undo, device=Device())

    assert letters()[0] == (NEW, "Your account went back to its earlier address")
    assert all("/account" not in link for link in kept_letters().letters()[0].links)


def test_another_spelling_that_is_undone_makes_no_letter(alice: User) -> None:
    email_change.restore(move(alice, "Alice@example.org"), device=Device())

    subjects = {subject for _, subject in letters()}
    assert "Your account went back to its earlier address" not in subjects


def test_the_first_undo_works_after_two_changes(alice: User) -> None:
    first = move(alice, "mallory@evil.example")
    move(User.get(alice.id), "mallory@worse.example")

    email_change.restore(first, device=Device())

    assert User.get(alice.id).email == address("Alice")


def test_whoever_took_an_account_cannot_spoil_its_owners_undo(alice: User) -> None:
    first = move(alice, "mallory@evil.example")
    second = move(User.get(alice.id), "mallory@worse.example")
    email_change.restore(second, device=Device())

    email_change.restore(Ticket.by_token(first.token, purpose=UNDO), device=Device())

    assert User.get(alice.id).email == address("Alice")
    assert len(tickets(alice, RESET)) == 1


@quick
def test_an_old_address_that_somebody_else_has_now_does_not_come_back(alice: User) -> None:
    undo = move(alice, NEW)
    make_user("Erin", email=address("Alice"))

    with pytest.raises(Conflict):
        email_change.restore(undo, device=Device())

    assert User.get(alice.id).email == NEW


def test_letters_to_other_peoples_mailboxes_are_counted(alice: User) -> None:
    for number in range(5):
        ask(alice, f"somebody{number}@elsewhere.example")

    with pytest.raises(TooOften):
        ask(alice)
