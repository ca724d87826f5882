"""The pages of a site that is open by approval, by invitation, or not at all."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from blogsite import jobs, urls
from blogsite.lib import clock
from blogsite.models import Registration, User, application, invitation
from blogsite.models.kept_letter import kept_letters
from tests.support.factories import BROWSER, PASSWORD, address, make_registration
from tests.support.modes import give
from tests.support.visitor import Visitor


@pytest.fixture
def mode(
    app: Flask, dan: User, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> str:
    """What the test asks for."""
    chosen = str(request.param)
    give(app, monkeypatch, registration=chosen)
    return chosen


def site_is(*modes: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("mode", modes, indirect=True)


def fields(**others: str) -> dict[str, str]:
    return {"email": address("Erin"), "password": PASSWORD, "name": "Erin", **others}


def letter_link() -> str:
    jobs.run_due()
    return str(kept_letters().letters()[0].links[0]).removeprefix("http://localhost:5454")


@site_is("open", "approval")
@pytest.mark.parametrize("path", ["/", "/login"])
def test_where_anybody_may_ask_the_way_is_shown(reader: Visitor, mode: str, path: str) -> None:
    assert 'href="/register"' in reader.get(path).text


@site_is("invite", "closed")
@pytest.mark.parametrize("path", ["/", "/login"])
def test_where_nobody_may_ask_no_way_is_shown(reader: Visitor, mode: str, path: str) -> None:
    assert 'href="/register"' not in reader.get(path).text


@site_is("invite", "closed")
def test_nobody_registers_who_has_nothing_to_show(reader: Visitor, mode: str) -> None:
    page, answer = reader.get("/register"), reader.post("/auth/register", **fields())

    words = "By invitation" if mode == "invite" else "Registration is closed"
    assert (page.status_code, answer.status_code) == (200, 403)
    assert all(words in one.text and 'name="email"' not in one.text for one in (page, answer))
    assert Registration.collection().count_documents({}) == 0


@site_is("invite", "closed", "approval")
def test_the_letter_comes_again_in_every_mode(app: Flask, reader: Visitor, mode: str) -> None:
    assert reader.get("/register/letter").status_code == 200
    assert reader.post("/register/letter", email="erin@example.org").status_code == 302


@site_is("approval")
def test_an_applicant_hears_what_comes_next(reader: Visitor, mode: str) -> None:
    assert "Then whoever runs this site decides" in reader.get("/register").text
    reader.post("/auth/register", **fields())
    link = letter_link()

    answer = reader.post(link)

    assert (answer.status_code, answer.location) == (302, link)
    for page in (reader.get(link), reader.post(link)):
        assert page.status_code == 200
        assert "Your address is confirmed" in page.text
    assert reader.get("/profile").status_code == 302
    login = {"email": address("Erin"), "password": PASSWORD}
    assert reader.post("/auth/login", **login).status_code == 401


@site_is("approval")
def test_an_approved_applicant_signs_in(reader: Visitor, mode: str) -> None:
    registration = make_registration("Erin")
    token = registration.token
    registration.activate(browser=BROWSER)
    registration.vouch()

    login = {"email": address("Erin"), "password": PASSWORD}
    assert reader.post("/auth/login", **login).status_code == 302
    assert reader.get(urls.activation(token)).status_code == 410


@site_is("invite", "approval", "open")
def test_an_invitation_opens_the_form_and_the_letter_the_account(
    reader: Visitor, mode: str
) -> None:
    link = urls.invitation(invitation.invite().token)
    assert "You are invited" in reader.get(link).text
    assert Registration.collection().count_documents({}) == 0

    answer = reader.post(link, **fields())

    assert (answer.status_code, answer.location) == (302, urls.registration_sent())
    assert reader.post(letter_link()).location == "/blogs"
    assert reader.get("/profile").status_code == 200


@site_is("invite")
def test_a_bound_address_is_fixed_and_still_proved_by_letter(reader: Visitor, mode: str) -> None:
    link = urls.invitation(invitation.invite(email=address("Erin")).token)
    page = reader.get(link).text
    assert f'value="{address("Erin")}"' in page
    assert "readonly" in page

    answer = reader.post(link, **fields(email="mallory@evil.example"))

    assert answer.status_code == 302
    assert [one.email for one in Registration.waiting_for(address("Erin"))] == [address("Erin")]
    assert User.find_by_email(address("Erin")) is None


@site_is("invite")
@pytest.mark.parametrize("email", ["", "erin@example.org"])
def test_a_refused_form_keeps_the_invitation(reader: Visitor, mode: str, email: str) -> None:
    link = urls.invitation(invitation.invite(email=email).token)

    for password in ("short", "password1"):
        answer = reader.post(link, **fields(password=password))
        assert answer.status_code == 422
        assert f'value="{address("Erin")}"' in answer.text

    assert reader.get(link).status_code == 200


@site_is("invite")
def test_an_invitation_for_a_taken_address_says_nothing_of_it(
    reader: Visitor, mode: str, dan: User
) -> None:
    link = urls.invitation(invitation.invite().token)

    answer = reader.post(link, **fields(email=dan.email))

    assert (answer.status_code, answer.location) == (302, urls.registration_sent())


@site_is("invite")
def test_an_invitation_that_is_taken_or_over_says_so(reader: Visitor, mode: str) -> None:
    invited = invitation.invite()
    link = urls.invitation(invited.token)
    make_registration(invited=invited)

    for answer in (reader.get(link), reader.post(link, **fields())):
        assert answer.status_code == 410
        assert "An invitation is for one person:" in answer.text
    with time_machine.travel(clock.now() + invitation.LIFETIME + timedelta(minutes=1)):
        answer = reader.get(link)
        assert answer.status_code == 410
        assert "Invitations do not work for ever." in answer.text


@site_is("invite")
def test_who_mistyped_the_address_takes_the_invitation_again(
    app: Flask, reader: Visitor, mode: str
) -> None:
    link = urls.invitation(invitation.invite().token)
    reader.post(link, **fields(email="erni@example.org"))
    (mistyped,) = Registration.waiting_for("erni@example.org")

    assert "erni@example.org" in reader.get(link).text
    assert reader.post(link, **fields(password="short")).status_code == 422
    assert reader.get(urls.activation(mistyped.token)).status_code == 200
    answer = reader.post(link, **fields())

    assert (answer.status_code, answer.location) == (302, urls.registration_sent())
    assert reader.get(urls.activation(mistyped.token)).status_code == 410
    assert Registration.waiting_for("erni@example.org") == []
    assert Visitor(app).get(link).status_code == 410
    assert reader.post(letter_link()).location == "/blogs"
    assert reader.get(link).status_code == 410


@site_is("approval")
def test_a_rejected_applicant_is_not_told_that_the_account_is_there(
    reader: Visitor, mode: str
) -> None:
    registration = make_registration("Erin")
    registration.activate(browser=BROWSER)
    application.reject(registration)

    answer = reader.get(urls.activation(registration.token))

    assert answer.status_code == 410
    assert "has ended without one" in answer.text
    assert "Most likely" not in answer.text


@site_is("invite")
def test_who_was_invited_and_then_not_is_told_what_is_true(reader: Visitor, mode: str) -> None:
    invited = invitation.invite()
    registration = make_registration("Erin", invited=invited)
    invitation.revoke(invited.id)

    activation = reader.get(urls.activation(registration.token))
    again = reader.get(urls.invitation(invited.token))

    assert (activation.status_code, again.status_code) == (410, 410)
    assert "has ended without one" in activation.text
    assert "or taken back" in again.text


@site_is("closed")
def test_a_closed_site_says_so_to_who_is_invited(reader: Visitor, mode: str) -> None:
    link = urls.invitation(invitation.invite().token)

    for answer in (reader.get(link), reader.post(link, **fields())):
        assert answer.status_code == 403
        assert "Registration is closed" in answer.text
