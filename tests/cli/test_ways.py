"""`flask user reset-auth`, `link`, `email`: a way in where no letter arrives."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from blogsite import jobs
from blogsite.database import collection
from blogsite.lib import clock
from blogsite.models import Device, Identity, SecurityEvent, Session, User
from blogsite.models.claims import Claims
from blogsite.models.kept_letter import kept_letters
from tests.support.commands import objects, run
from tests.support.factories import BROWSER, PASSWORD, address, make_registration
from tests.support.modes import give
from tests.support.visitor import Visitor

SITE = "http://localhost:5454"
CHOSEN = {"password": "my very own words", "confirm": "my very own words"}


def reset(app: Flask, *words: str) -> str:
    done = run(app, "user", "reset-auth", *words)
    assert done.exit_code == 0
    return done.output.strip().removeprefix(SITE)


def test_the_printed_link_chooses_a_password_once(app: Flask, alice: User, reader: Visitor) -> None:
    link = reset(app, alice.email.upper())

    assert reader.get(link).status_code == 200
    assert reader.post(link, **CHOSEN).status_code == 302
    assert reader.post(link, **CHOSEN).status_code == 410
    assert User.authenticate(email=alice.email, password=CHOSEN["password"]) == alice


def test_the_link_is_good_for_a_day(app: Flask, alice: User, reader: Visitor) -> None:
    link = reset(app, alice.email)

    with time_machine.travel(clock.now() + timedelta(hours=23)):
        assert reader.get(link).status_code == 200
    with time_machine.travel(clock.now() + timedelta(hours=25)):
        assert reader.get(link).status_code == 410


def test_a_second_link_replaces_the_first(app: Flask, alice: User, reader: Visitor) -> None:
    first, second = reset(app, alice.email), reset(app, alice.email)

    assert (reader.get(first).status_code, reader.get(second).status_code) == (410, 200)


def test_the_owner_hears_of_it(app: Flask, alice: User) -> None:
    reset(app, alice.email)

    jobs.run_due()
    events = SecurityEvent.of(alice).events
    assert [(event.kind, event.browser) for event in events] == [("reset-by-operator", "")]
    assert "Ways to sign in reset" in kept_letters().letters()[0].subject


def test_until_then_everything_stays_but_what_was_asked_for(app: Flask, alice: User) -> None:
    token = Session.start(alice, device=Device())

    reset(app, alice.email)
    stayed = Session.resume(token)
    reset(app, alice.email, "--sign-out")

    assert stayed is not None
    assert Session.resume(token) is None
    assert User.authenticate(email=alice.email, password=PASSWORD) == alice


def test_passkeys_are_forgotten_on_request(app: Flask, alice: User, bob: User) -> None:
    keys = collection("passkeys")
    keys.insert_many(
        [{"user_id": one.id, "credential_id": one.email.encode()} for one in (alice, bob)]
    )

    reset(app, alice.email)
    kept = keys.count_documents({})
    reset(app, alice.email, "--passkeys")

    assert (kept, [one["user_id"] for one in keys.find()]) == (2, [bob.id])


def test_providers_are_unlinked_on_request(app: Flask, alice: User, bob: User) -> None:
    for one in (alice, bob):
        claims = Claims(provider="corp", issuer="https://corp.example", subject=one.email)
        Identity.link(one, claims, device=Device())

    reset(app, alice.email)
    kept = len(Identity.of(alice))
    reset(app, alice.email, "--providers")

    assert (kept, Identity.of(alice), len(Identity.of(bob))) == (1, [], 1)


def test_the_authenticator_is_forgotten_on_request(app: Flask, alice: User, bob: User) -> None:
    apps = collection("authenticators")
    apps.insert_many([{"_id": alice.id}, {"_id": bob.id}])

    reset(app, alice.email)
    kept = apps.count_documents({})
    reset(app, alice.email, "--second-factor")

    assert (kept, [one["_id"] for one in apps.find()]) == (2, [bob.id])


def test_programs_get_the_link_and_its_end(app: Flask, alice: User) -> None:
    (told,) = objects(run(app, "user", "reset-auth", alice.email, "--json"))

    assert told["link"].startswith(f"{SITE}/auth/password-reset/")
    assert set(told) == {"email", "expires_at", "link"}


def test_nobody_gets_a_link_who_has_no_account(app: Flask) -> None:
    done = run(app, "user", "reset-auth", "nobody@example.org")

    assert (done.exit_code, done.output) == (1, "nobody@example.org has no account here.\n")


def test_the_link_of_a_registration_is_printed(app: Flask, dan: User, reader: Visitor) -> None:
    make_registration("Erin")

    done = run(app, "user", "link", "ERIN@example.org")

    link = done.output.strip().removeprefix(SITE)
    assert done.exit_code == 0
    assert reader.post(link, password=PASSWORD).location == "/blogs"


def test_of_several_registrations_one_is_chosen(app: Flask, dan: User) -> None:
    first = make_registration("Erin")
    make_registration("Erin")

    unclear = run(app, "user", "link", address("Erin"))
    done = run(app, "user", "link", address("Erin"), "--id", str(first.id), "--json")

    assert (unclear.exit_code, str(first.id) in unclear.output) == (1, True)
    assert objects(done)[0]["link"].startswith(f"{SITE}/users/activate/")


def test_who_is_confirmed_needs_no_link(
    app: Flask, dan: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(app, monkeypatch, registration="approval")
    make_registration("Erin").activate(browser=BROWSER)

    done = run(app, "user", "link", address("Erin"))

    assert (done.exit_code, "user approve" in done.output) == (1, True)


def test_an_operator_moves_an_account(app: Flask, alice: User) -> None:
    done = run(app, "user", "email", alice.email, "alice@elsewhere.example")

    assert (done.exit_code, done.output) == (
        0,
        "alice@example.org is alice@elsewhere.example now.\n",
    )
    assert User.find_by_email("alice@elsewhere.example") == alice
    jobs.run_due()
    assert [letter.to for letter in kept_letters().letters()] == ["alice@example.org"]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("zoe@example.org", "a@example.org", "has no account here"),
        ("alice@example.org", "dan@example.org", "Somebody else has an account"),
        ("alice@example.org", "alice@example.org", "already"),
        ("alice@example.org", "nonsense", "@"),
    ],
)
def test_an_account_moves_not_anywhere(
    app: Flask, alice: User, old: str, new: str, sentence: str
) -> None:
    done = run(app, "user", "email", old, new)

    assert (done.exit_code, sentence in done.output) == (1, True)
    assert User.get(alice.id).email == alice.email
