"""The pages of another password, of the browsers that are signed in, and of what happened."""

from __future__ import annotations

import pytest
from flask import Flask

from blogsite import jobs, urls
from blogsite.lib import clock
from blogsite.models import Session, User
from blogsite.models.kept_letter import kept_letters
from blogsite.models.session import FRESH
from tests.support.factories import PASSWORD
from tests.support.visitor import Visitor

CHOSEN = {"password": "my very own words", "confirm": "my very own words"}


def grow_stale() -> None:
    """A quarter of an hour goes by."""
    Session.collection().update_many({}, {"$set": {"authenticated_at": clock.now() - FRESH}})


def link() -> str:
    jobs.run_due()
    return str(kept_letters().letters()[0].links[0]).removeprefix("http://localhost:5454")


@pytest.mark.parametrize("email", ["alice@example.org", "nobody@example.org"])
def test_asking_says_the_same_to_everybody(reader: Visitor, alice: User, email: str) -> None:
    answer = reader.post("/auth/password-reset", email=email)

    assert (answer.status_code, answer.location) == (302, urls.password_reset_sent())
    assert "If there is an account with that address" in reader.get(answer.location).text


def test_an_address_is_needed(reader: Visitor) -> None:
    assert reader.get("/auth/password-reset").status_code == 200
    answer = reader.post("/auth/password-reset", email="alice@")

    assert answer.status_code == 422
    assert 'value="alice@"' in answer.text


def test_the_link_chooses_a_password_and_signs_in(reader: Visitor, alice: User) -> None:
    reader.post("/auth/password-reset", email=alice.email)
    path = link()
    assert reader.get(path).status_code == 200
    assert reader.post(path, password="my very own words", confirm="others").status_code == 422
    assert reader.post(path, password="password1", confirm="password1").status_code == 422

    answer = reader.post(path, **CHOSEN)

    assert (answer.status_code, reader.get("/profile").status_code) == (302, 200)
    assert User.authenticate(email=alice.email, password=CHOSEN["password"]) == alice


def test_a_change_from_inside_asks_who_is_there(alice_browsing: Visitor, alice: User) -> None:
    grow_stale()

    door = alice_browsing.get("/account/password")
    assert door.location == urls.confirmation(then="/account/password")
    assert alice_browsing.post("/account/password", **CHOSEN).location == door.location
    assert alice_browsing.get(door.location).status_code == 200
    wrong = alice_browsing.post("/auth/confirmation", password="wrong", next="/account/password")
    right = alice_browsing.post("/auth/confirmation", password=PASSWORD, next="/account/password")

    assert (wrong.status_code, right.location) == (401, "/account/password")
    assert alice_browsing.get("/account/password").status_code == 200
    assert alice_browsing.post("/account/password", **CHOSEN).location == urls.security()
    assert User.authenticate(email=alice.email, password=CHOSEN["password"]) == alice


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/nothing"])
def test_a_confirmation_leads_nowhere_else(alice_browsing: Visitor, elsewhere: str) -> None:
    answer = alice_browsing.post("/auth/confirmation", password=PASSWORD, next=elsewhere)

    assert answer.location == urls.security()


def test_machines_find_where_passwords_are_changed(reader: Visitor) -> None:
    assert reader.get("/.well-known/change-password").location == "/account/password"


def test_other_browsers_are_shown_and_signed_out(
    app: Flask, alice_browsing: Visitor, alice: User
) -> None:
    other = Visitor(app, alice, agent="Mozilla/5.0 (X11; Linux) Firefox/132.0")
    page = alice_browsing.get(urls.security()).text
    assert "Firefox on Linux" in page
    assert page.count("this browser") == 1
    (theirs,) = [one for one in Session.of(alice) if one.name == "Firefox on Linux"]

    answer = alice_browsing.post(urls.session_revocation(theirs))
    again = alice_browsing.post(urls.session_revocation(theirs))

    assert (answer.location, again.location) == (urls.security(), urls.security())
    assert other.get("/profile").status_code == 302
    assert alice_browsing.get("/profile").status_code == 200
    assert "Signed out Firefox on Linux" in alice_browsing.get("/account/security/events").text


def test_all_others_are_signed_out_at_once(
    app: Flask, alice_browsing: Visitor, alice: User
) -> None:
    others = [Visitor(app, alice) for _ in range(3)]

    alice_browsing.post(urls.sessions_revocation())

    assert [other.get("/profile").status_code for other in others] == [302] * 3
    assert "3 other browsers are signed out." in alice_browsing.get(urls.security()).text


def test_nobody_signs_out_somebody_else(alice_browsing: Visitor, carol_browsing: Visitor) -> None:
    (theirs,) = Session.of(carol_browsing.user)

    alice_browsing.post(urls.session_revocation(theirs))

    assert carol_browsing.get("/profile").status_code == 200


def test_revoking_this_browser_is_signing_out(alice_browsing: Visitor, alice: User) -> None:
    (here,) = Session.of(alice)

    answer = alice_browsing.post(urls.session_revocation(here))

    assert answer.location == "/"
    assert alice_browsing.get("/profile").status_code == 302
