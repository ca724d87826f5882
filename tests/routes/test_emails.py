"""Asking for another address, confirming it, taking it back."""

from __future__ import annotations

import pytest
from flask import Flask

from blogsite import jobs, urls
from blogsite.database import collection
from blogsite.lib import clock
from blogsite.models import Session, User
from blogsite.models.kept_letter import kept_letters
from blogsite.models.session import FRESH
from tests.support.factories import PASSWORD, address, make_user
from tests.support.visitor import Visitor

NEW = "alice@elsewhere.example"
SITE = "http://localhost:5454"


def link_to(email: str) -> str:
    """The link in the newest letter to an address."""
    jobs.run_due()
    letter = next(one for one in kept_letters().letters() if one.to == email)
    return str(letter.links[0]).removeprefix(SITE)


def asked(visitor: Visitor, email: str = NEW) -> str:
    assert visitor.post("/account/email", email=email).status_code == 302
    return link_to(email)


def test_signed_out_the_page_leads_to_sign_in(reader: Visitor) -> None:
    assert reader.get("/account/email").location.startswith("/login")
    assert reader.post("/account/email", email=NEW).location.startswith("/login")


def test_a_session_that_is_not_fresh_is_asked_once_more(alice_browsing: Visitor) -> None:
    Session.collection().update_many({}, {"$set": {"authenticated_at": clock.now() - FRESH}})

    door = alice_browsing.get("/account/email")
    answer = alice_browsing.post("/auth/confirmation", password=PASSWORD, next="/account/email")

    assert door.location == urls.confirmation(then="/account/email")
    assert answer.location == "/account/email"
    assert alice_browsing.get("/account/email").status_code == 200


def test_an_address_that_is_none_is_refused_and_kept(alice_browsing: Visitor) -> None:
    answer = alice_browsing.post("/account/email", email="alice@")

    assert answer.status_code == 422
    assert 'value="alice@"' in answer.text


def test_ones_own_address_is_refused(alice_browsing: Visitor, alice: User) -> None:
    answer = alice_browsing.post("/account/email", email=alice.email)

    assert answer.status_code == 422
    assert "This is your address already." in answer.text


def test_the_answer_is_the_same_whoever_has_the_address(alice_browsing: Visitor, bob: User) -> None:
    free = alice_browsing.post("/account/email", email=NEW)
    taken = alice_browsing.post("/account/email", email=bob.email)

    assert (free.status_code, free.location) == (taken.status_code, taken.location)
    assert "A letter is on its way to the new address." in alice_browsing.get(free.location).text


def test_too_often_is_said_with_when_to_come_again(alice_browsing: Visitor) -> None:
    for number in range(5):
        alice_browsing.post("/account/email", email=f"a{number}@elsewhere.example")

    answer = alice_browsing.post("/account/email", email=NEW)

    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert f'value="{NEW}"' in answer.text


def test_looking_at_the_link_changes_nothing(alice_browsing: Visitor, alice: User) -> None:
    link = asked(alice_browsing)

    for _ in range(2):
        page = alice_browsing.get(link)
        assert (page.status_code, NEW in page.text) == (200, True)

    assert User.get(alice.id).email == alice.email


def test_the_button_moves_the_account_here(alice_browsing: Visitor, alice: User) -> None:
    answer = alice_browsing.post(asked(alice_browsing))

    assert (answer.status_code, answer.location) == (302, urls.security())
    assert NEW in alice_browsing.get(urls.security()).text


def test_the_link_may_be_opened_in_another_browser(
    alice_browsing: Visitor, reader: Visitor
) -> None:
    answer = reader.post(asked(alice_browsing))

    assert (answer.status_code, answer.location) == (302, "/login")
    assert reader.get("/profile").status_code == 302
    assert reader.post("/auth/login", email=NEW, password=PASSWORD).status_code == 302


def test_only_its_owner_is_told_whose_account_moves(
    alice_browsing: Visitor, reader: Visitor, alice: User
) -> None:
    link = asked(alice_browsing)

    assert alice.email in alice_browsing.get(link).text
    assert alice.email not in reader.get(link).text


def test_an_address_taken_meanwhile_is_said(alice_browsing: Visitor) -> None:
    link = asked(alice_browsing)
    make_user("Erin", email=NEW)

    answer = alice_browsing.post(link)

    assert answer.status_code == 409
    assert "Somebody else has an account with this address meanwhile." in answer.text


def test_the_old_address_takes_it_back_and_chooses_a_password(
    app: Flask, alice_browsing: Visitor, reader: Visitor, alice: User
) -> None:
    alice_browsing.post(asked(alice_browsing))
    undo = link_to(alice.email)
    assert reader.get(undo).status_code == 200
    assert User.get(alice.id).email == NEW

    door = reader.post(undo)
    words = {"password": "my very own words", "confirm": "my very own words"}
    done = reader.post(door.location, **words)

    assert door.location.startswith("/auth/password-reset/")
    assert (done.status_code, reader.get("/profile").status_code) == (302, 200)
    assert alice_browsing.get("/profile").status_code == 302
    assert User.authenticate(email=address("Alice"), password="my very own words") == alice


@pytest.mark.parametrize("path", ["/account/email/x", "/account/email/undo/x"])
def test_an_unknown_link_says_so(reader: Visitor, path: str) -> None:
    for answer in (reader.get(path), reader.post(path)):
        assert answer.status_code == 404
        assert "We do not know this link" in answer.text


def test_used_links_say_so(alice_browsing: Visitor, alice: User) -> None:
    link = asked(alice_browsing)
    alice_browsing.post(link)
    undo = link_to(alice.email)
    alice_browsing.post(undo)

    for answer in (alice_browsing.get(link), alice_browsing.post(undo)):
        assert answer.status_code == 410
        assert "This link opens nothing any more" in answer.text
    assert collection("users").count_documents({"email_key": alice.email_key}) == 1
