"""Every kind of one-time link: what is wrong with it is said on one page, and nothing changes."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from blogsite import urls
from blogsite.database import collection
from blogsite.lib import clock
from blogsite.models import (
    Device,
    Registration,
    Session,
    Ticket,
    User,
    administration,
    email_change,
    invitation,
    password_change,
    registration,
)
from tests.support.factories import PASSWORD, address, make_registration
from tests.support.modes import give
from tests.support.visitor import Visitor

SITE = "https://blogs.example"
CHOSEN = {"password": "my very own words", "confirm": "my very own words"}
NEWCOMER = {"email": "zoe@example.org", "password": PASSWORD}
KEPT = ("users", "registrations", "tickets", "sessions", "security_events", "site", "jobs")


@dataclass
class Kind:
    """One kind of link: how it comes about, how long it is good, what its form sends."""

    make: Callable[[User], str]
    lifetime: timedelta
    fields: dict[str, str] = field(default_factory=dict)
    of_somebody: bool = True


def _activation(_user: User) -> str:
    return urls.activation(make_registration("Erin").token)


def _password_reset(user: User) -> str:
    return urls.new_password(password_change.ticket_for(user).token)


def _email_change(user: User) -> str:
    email_change.request(user, email="new@elsewhere.example", device=Device())
    (ticket,) = Ticket.collection().find({"user_id": user.id, "purpose": email_change.CHANGE})
    return urls.email_confirmation(Ticket.load(ticket).token)


def _email_undo(user: User) -> str:
    email_change.move(user, email=f"{user.id}@elsewhere.example", device=None)
    (ticket,) = Ticket.collection().find({"user_id": user.id, "purpose": email_change.UNDO})
    return urls.email_undo(Ticket.load(ticket).token)


def _invitation(_user: User) -> str:
    return urls.invitation(invitation.invite().token)


def _set_up(_user: User) -> str:
    collection("site").delete_many({})
    return str(administration.setup_link()).removeprefix(SITE)


KINDS = {
    "activation": Kind(_activation, registration.LIFETIME, {"password": PASSWORD}),
    "password-reset": Kind(_password_reset, password_change.LIFETIME, CHOSEN),
    "email-change": Kind(_email_change, email_change.LIFETIME),
    "email-undo": Kind(_email_undo, email_change.UNDO_LIFETIME),
    "invitation": Kind(_invitation, invitation.LIFETIME, NEWCOMER, of_somebody=False),
    "set-up": Kind(_set_up, administration.SETUP_LIFETIME, NEWCOMER, of_somebody=False),
}
EACH = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
OF_SOMEBODY = {name: kind for name, kind in KINDS.items() if kind.of_somebody}


@pytest.fixture(autouse=True)
def _public(app: Flask, alice: User, bob: User, monkeypatch: pytest.MonkeyPatch) -> None:
    # Where the first comer does not administer there is a set-up link.
    give(app, monkeypatch, base_url=SITE, registration="open")


def stored() -> dict[str, list[object]]:
    return {name: list(collection(name).find().sort("_id", 1)) for name in KEPT}


def refuses(visitor: Visitor, link: str, kind: Kind, *, status: int, says: str) -> None:
    """The page says what happened and leads on; neither looking nor sending changes anything."""
    before = stored()
    for answer in (visitor.get(link), visitor.post(link, **kind.fields)):
        assert answer.status_code == status
        assert says in answer.text
        assert 'class="button"' in answer.text.partition("<main")[2]
    assert stored() == before


@EACH
@pytest.mark.parametrize(
    "damage",
    [
        lambda token: token[:-4],
        lambda token: token[:8] + ("A" if token[8] != "A" else "B") + token[9:],
        lambda token: token[:-2] + ("A" if token[-2] != "A" else "B") + token[-1],
        lambda token: token + "x",
        lambda token: token.partition(".")[0],
    ],
    ids=["truncated", "said otherwise", "signed otherwise", "lengthened", "unsigned"],
)
def test_a_damaged_link_is_unknown(
    reader: Visitor, alice: User, kind: Kind, damage: Callable[[str], str]
) -> None:
    path, _slash, token = kind.make(alice).rpartition("/")

    refuses(reader, f"{path}/{damage(token)}", kind, status=404, says="We do not know this link")


@EACH
def test_an_expired_link_is_too_old(reader: Visitor, alice: User, kind: Kind) -> None:
    link = kind.make(alice)

    with time_machine.travel(clock.now() + kind.lifetime + timedelta(minutes=1)):
        refuses(reader, link, kind, status=410, says="too old")


@EACH
def test_a_link_works_once(app: Flask, reader: Visitor, alice: User, kind: Kind) -> None:
    link = kind.make(alice)

    assert reader.post(link, **kind.fields).status_code == 302

    refuses(Visitor(app), link, kind, status=410, says="opens nothing any more")


@EACH
def test_ten_at_once_and_one_succeeds(app: Flask, alice: User, kind: Kind) -> None:
    link = kind.make(alice)

    def send(number: int) -> int:
        fields = {**kind.fields}
        if "email" in fields:
            fields["email"] = address(f"Person{number}")
        return Visitor(app).post(link, **fields).status_code

    with ThreadPoolExecutor(10) as threads:
        assert sorted(threads.map(send, range(10))) == [302] + [410] * 9


@EACH
def test_a_link_for_something_else_is_unknown(reader: Visitor, alice: User, kind: Kind) -> None:
    links = [(one, one.make(alice).rpartition("/")) for one in KINDS.values()]
    path = next(parts[0] for one, parts in links if one is kind)

    for _one, (place, _slash, token) in links:
        if place != path:
            refuses(reader, f"{path}/{token}", kind, status=404, says="We do not know this link")


@pytest.mark.parametrize("kind", OF_SOMEBODY.values(), ids=OF_SOMEBODY)
def test_a_link_of_who_is_gone_opens_nothing(reader: Visitor, alice: User, kind: Kind) -> None:
    link = kind.make(alice)
    alice.delete()
    Registration.collection().delete_many({})

    refuses(reader, link, kind, status=410, says="opens nothing any more")


@pytest.mark.parametrize("name", ["password-reset", "email-change", "email-undo"])
def test_one_signature_does_not_serve_another_account(
    reader: Visitor, alice: User, bob: User, name: str
) -> None:
    kind = KINDS[name]
    own = kind.make(alice)
    other = kind.make(bob)
    path, _slash, token = own.rpartition("/")

    mixed = ".".join([other.rpartition("/")[2].split(".")[0], *token.split(".")[1:]])

    refuses(reader, f"{path}/{mixed}", kind, status=404, says="We do not know this link")


# The cookie of a session


@pytest.mark.parametrize(
    "damage",
    [
        lambda token: token[:-1],
        lambda token: ("A" if token[0] != "A" else "B") + token[1:],
        lambda token: token.upper(),
        lambda token: "",
    ],
)
def test_a_damaged_session_is_nobody(app: Flask, alice: User, damage: Callable[[str], str]) -> None:
    token = Session.start(alice, device=Device())

    assert not signed_in(app, damage(token))
    assert signed_in(app, token)


def test_a_session_that_is_over_is_nobody(app: Flask, alice: User, bob: User) -> None:
    over, ended, gone = (Session.start(one, device=Device()) for one in (alice, alice, bob))
    Session.end(ended)
    bob.delete()

    assert not signed_in(app, ended)
    assert not signed_in(app, gone)
    with time_machine.travel(clock.now() + timedelta(days=14, minutes=1)):
        assert not signed_in(app, over)


def signed_in(app: Flask, token: str) -> bool:
    visitor = Visitor(app)
    with visitor.client.session_transaction() as cookie:
        cookie["sid"] = token
    return visitor.get("/profile").status_code == 200
