"""Too often: 429 at once, with when to come again and what was typed."""

from __future__ import annotations

import pytest
from flask import Flask

from blogsite.models import User
from tests.support.factories import PASSWORD, address
from tests.support.modes import give
from tests.support.visitor import Visitor

LIMITS = {
    "/auth/login": (10, {"password": "a guess"}),
    "/auth/register": (6, {"password": PASSWORD, "name": "Erin Moss"}),
    "/auth/password-reset": (5, {}),
    "/register/letter": (6, {}),
}
FORMS = pytest.mark.parametrize("path", LIMITS)


@FORMS
@pytest.mark.parametrize("who", ["erin", "alice"])
def test_a_burst_comes_through_and_then_it_is_too_often(
    reader: Visitor, alice: User, path: str, who: str
) -> None:
    times, fields = LIMITS[path]
    before = [reader.post(path, email=address(who), **fields).status_code for _ in range(times)]

    answer = reader.post(path, email=address(who), **fields)

    assert 429 not in before
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 3600
    assert f'value="{address(who)}"' in answer.text
    assert "That was tried many times in a short while." in answer.text
    assert fields.get("name", "") in answer.text
    assert PASSWORD not in answer.text


@FORMS
def test_it_can_be_turned_off(
    app: Flask, monkeypatch: pytest.MonkeyPatch, reader: Visitor, path: str
) -> None:
    give(app, monkeypatch, throttles=False)

    answers = {
        reader.post(path, email="erin@example.org", **LIMITS[path][1]).status_code
        for _ in range(12)
    }

    assert 429 not in answers


def test_the_browser_of_an_earlier_sign_in_is_let_in_while_strangers_are_not(
    app: Flask, reader: Visitor, alice: User
) -> None:
    fields = {"email": alice.email, "password": PASSWORD}
    reader.post("/auth/login", **fields)
    reader.post("/auth/logout")
    stranger = Visitor(app)
    for _ in range(11):
        stranger.post("/auth/login", email=alice.email, password="a guess")

    assert stranger.post("/auth/login", **fields).status_code == 429
    assert reader.post("/auth/login", **fields).status_code == 302


def test_the_device_cookie_tells_scripts_and_other_sites_nothing(
    reader: Visitor, alice: User
) -> None:
    answer = reader.post("/auth/login", email=alice.email, password=PASSWORD)

    (cookie,) = [one for one in answer.headers.getlist("Set-Cookie") if "-device=" in one]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert alice.email not in cookie


def test_proving_it_again_is_counted_too(alice_browsing: Visitor) -> None:
    answers = [
        alice_browsing.post("/auth/confirmation", password="a guess", next="/account/email")
        for _ in range(11)
    ]

    assert [one.status_code for one in answers] == [401] * 10 + [429]
    assert 'value="/account/email"' in answers[-1].text
