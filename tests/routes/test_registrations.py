"""Asking for an account and activating it."""

from __future__ import annotations

import pytest
from flask import Flask

from blogsite import jobs, urls
from blogsite.models import Registration, User
from blogsite.models.kept_letter import kept_letters
from tests.support.factories import PASSWORD, address, make_registration
from tests.support.visitor import Visitor


def register(visitor: Visitor, name: str = "Erin") -> str:
    """Register and return the address of the link in the letter."""
    answer = visitor.post("/auth/register", email=address(name), password=PASSWORD, name=name)
    assert answer.status_code == 302
    jobs.run_due()
    return str(kept_letters().letters()[0].links[0]).removeprefix("http://localhost:5454")


def test_registering_leads_to_a_page_that_says_where_the_letter_is(reader: Visitor) -> None:
    answer = reader.post("/auth/register", email="erin@example.org", password=PASSWORD)

    assert (answer.status_code, answer.location) == (302, urls.registration_sent())
    assert b"/dev/mail" in reader.get(answer.location).data


def test_a_taken_address_gets_the_same_answer(alice: User, reader: Visitor) -> None:
    fresh = reader.post("/auth/register", email="erin@example.org", password=PASSWORD)
    taken = reader.post("/auth/register", email=alice.email, password=PASSWORD)

    assert (fresh.status_code, fresh.location) == (taken.status_code, taken.location)
    assert set(fresh.headers.keys()) == set(taken.headers.keys())


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Enter your e-mail address."),
        ({"email": "erin", "password": PASSWORD}, "This is not an e-mail address"),
        ({"email": "erin@example.org"}, "Choose a password."),
        ({"email": "erin@example.org", "password": "short"}, "Use 8 characters or more."),
        ({"email": "erin@example.org", "password": "password1"}, "tried first"),
        ({"email": "erin.moss@example.org", "password": "erinmoss1"}, "name or address"),
        ({"email": "erin@example.org", "password": "x" * 1025}, "Use 1024 characters at the most."),
        ({"email": "e" * 300 + "@example.org", "password": PASSWORD}, "Use 254 characters"),
        ({"email": "erin@example.org", "password": PASSWORD, "name": "n" * 81}, "Use 80"),
    ],
)
def test_a_refusal_stands_beside_its_field(
    reader: Visitor, fields: dict[str, str], sentence: str
) -> None:
    answer = reader.post("/auth/register", **fields)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert Registration.collection().count_documents({}) == 0


def test_what_was_typed_is_kept_but_not_the_password(reader: Visitor) -> None:
    answer = reader.post("/auth/register", email="erin@", name="Erin <3", password="hunter2hunter2")

    assert 'value="erin@"' in answer.text
    assert "Erin &lt;3" in answer.text
    assert "hunter2" not in answer.text


@pytest.mark.parametrize("who", ["waiting", "alice", "nobody"])
def test_a_letter_sent_again_says_nothing_of_who_is_here(
    reader: Visitor, alice: User, who: str
) -> None:
    make_registration("Waiting")

    answer = reader.post("/register/letter", email=address(who))

    assert (answer.status_code, answer.location) == (302, urls.registration_sent())


def test_a_letter_comes_again_as_a_letter_of_its_own(reader: Visitor) -> None:
    link = register(reader)

    reader.post("/register/letter", email=address("Erin").upper())
    jobs.run_due()

    letters = kept_letters().letters()
    assert len(letters) == 2
    assert letters[0].message["Message-ID"] != letters[1].message["Message-ID"]
    assert reader.post(link).status_code == 302


def test_the_owner_of_an_account_is_written_to_instead(reader: Visitor, alice: User) -> None:
    reader.post("/register/letter", email=alice.email)
    jobs.run_due()

    assert [letter.subject for letter in kept_letters().letters()] == [
        "You already have an account"
    ]


def test_a_letter_again_needs_an_address(reader: Visitor) -> None:
    assert reader.get("/register/letter").status_code == 200
    assert reader.post("/register/letter", email="erin").status_code == 422


def test_looking_at_the_link_changes_nothing(reader: Visitor) -> None:
    link = register(reader)

    for _ in range(3):
        assert reader.get(link).status_code == 200

    assert User.collection().count_documents({}) == 0


def test_in_the_browser_that_registered_the_button_is_enough_and_signs_in(reader: Visitor) -> None:
    link = register(reader)
    assert 'name="password"' not in reader.get(link).text

    answer = reader.post(link)

    assert (answer.status_code, answer.location) == (302, "/blogs")
    assert reader.get("/profile").status_code == 200


def test_elsewhere_the_password_is_asked_for(app: Flask, reader: Visitor) -> None:
    link, elsewhere = register(reader), Visitor(app)
    assert 'name="password"' in elsewhere.get(link).text

    assert elsewhere.post(link).status_code == 422
    assert elsewhere.post(link, password="a guess").status_code == 422
    assert elsewhere.post(link, new_password="short").status_code == 422
    assert elsewhere.post(link, password=PASSWORD).status_code == 302
    assert elsewhere.get("/profile").status_code == 200


def test_elsewhere_a_new_password_may_be_chosen(app: Flask, reader: Visitor) -> None:
    link, owner = register(reader), Visitor(app)

    assert owner.post(link, new_password="my very own words").status_code == 302

    assert User.authenticate(email=address("Erin"), password="my very own words")


def test_a_used_link_says_so(reader: Visitor) -> None:
    link = register(reader)
    reader.post(link)

    for answer in (reader.get(link), reader.post(link)):
        assert answer.status_code == 410
        assert "opens nothing any more" in answer.text


def test_an_expired_link_says_so(reader: Visitor) -> None:
    registration = make_registration("Erin")
    registration.expires_at = registration.created_at
    answer = reader.get(urls.activation(registration.token))

    assert answer.status_code == 410
    assert "too old" in answer.text


@pytest.mark.parametrize("token", ["x", "a.b.c", "%00", "💥", "%ED%A0%80", "a" * 3000])
def test_an_unknown_link_says_so(reader: Visitor, token: str) -> None:
    answer = reader.get(f"/users/activate/{token}")

    assert answer.status_code == 404
    assert "We do not know this link" in answer.text
