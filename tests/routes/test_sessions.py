"""Signing in and out."""

from __future__ import annotations

import pytest
from flask import Flask

from blogsite.models import Session, User
from tests.support.factories import PASSWORD, make_registration
from tests.support.visitor import Visitor


def test_the_right_password_signs_in(reader: Visitor, alice: User) -> None:
    answer = reader.post("/auth/login", email="ALICE@example.org", password=PASSWORD)

    assert (answer.status_code, answer.location) == (302, "/blogs")
    assert "Welcome back." in reader.get("/blogs").text


@pytest.mark.parametrize(
    "who",
    [{"email": "alice@example.org", "password": "wrong"}, {"email": "x@y.org", "password": "x"}],
)
def test_a_wrong_half_is_not_named(reader: Visitor, alice: User, who: dict[str, str]) -> None:
    answer = reader.post("/auth/login", **who)

    assert answer.status_code == 401
    assert "That address and password do not go together" in answer.text
    assert f'value="{who["email"]}"' in answer.text
    assert "Set-Cookie" not in answer.headers or "sid" not in answer.headers["Set-Cookie"]


def test_who_has_not_activated_cannot_sign_in(reader: Visitor) -> None:
    make_registration("Erin")

    answer = reader.post("/auth/login", email="erin@example.org", password=PASSWORD)

    assert answer.status_code == 401


def test_an_empty_form_is_refused_beside_its_fields(reader: Visitor) -> None:
    answer = reader.post("/auth/login")

    assert answer.status_code == 422
    assert "Enter your e-mail address." in answer.text
    assert "Enter your password." in answer.text


def test_the_session_is_another_after_each_sign_in(reader: Visitor, alice: User) -> None:
    reader.post("/auth/login", email=alice.email, password=PASSWORD)
    first = sessions()
    reader.post("/auth/login", email=alice.email, password=PASSWORD)

    assert len(sessions()) == 1
    assert sessions() != first


def test_signing_out_ends_the_session_everywhere_its_cookie_went(
    app: Flask, alice_browsing: Visitor
) -> None:
    cookie = alice_browsing.client.get_cookie("blogsite-5454")
    assert cookie is not None

    answer = alice_browsing.post("/auth/logout")

    thief = Visitor(app)
    thief.client.set_cookie("blogsite-5454", cookie.value)
    assert (answer.status_code, answer.location) == (302, "/")
    assert "You are signed out." in alice_browsing.get("/").text
    assert thief.get("/profile").status_code == 302
    assert sessions() == set()


def test_signed_out_the_front_page_is_without_cookies_again(alice_browsing: Visitor) -> None:
    alice_browsing.post("/auth/logout")
    alice_browsing.get("/")

    assert "Set-Cookie" not in alice_browsing.get("/").headers


def test_asking_often_for_a_private_page_leaves_no_trace(reader: Visitor) -> None:
    for _ in range(3):
        reader.get("/blogs")

    assert reader.get("/login?next=/blogs").text.count("Sign in to go on.") == 1
    assert "Set-Cookie" not in Visitor(reader._app).get("/blogs").headers


def test_who_is_signed_in_needs_no_sign_in_page(alice_browsing: Visitor) -> None:
    assert alice_browsing.get("/login").location == "/blogs"


@pytest.mark.parametrize("path", ["/profile", "/blogs", "/blogs/new"])
def test_signed_out_a_private_page_leads_to_sign_in_and_back(
    reader: Visitor, alice: User, path: str
) -> None:
    door = reader.get(path)
    assert door.status_code == 302
    assert door.location.startswith("/login")
    assert f'value="{path}"' in reader.get(door.location).text

    answer = reader.post("/auth/login", email=alice.email, password=PASSWORD, next=path)

    assert answer.location == path


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/a\\b",
        "http:evil.example",
        "//[",
        "/auth/logout",
        "/nothing",
    ],
)
def test_after_sign_in_nobody_is_led_elsewhere(
    reader: Visitor, alice: User, elsewhere: str
) -> None:
    answer = reader.post("/auth/login", email=alice.email, password=PASSWORD, next=elsewhere)

    assert answer.location == "/blogs"


@pytest.mark.parametrize("cookie", ["nonsense", "eyJzaWQiOjF9.aaaa.bbbb", "é"])
def test_a_forged_cookie_is_nobody(app: Flask, cookie: str) -> None:
    forger = Visitor(app)
    forger.client.set_cookie("blogsite-5454", cookie)

    assert forger.get("/profile").status_code == 302
    assert forger.get("/").status_code == 200


def test_a_cookie_says_no_more_than_it_must(reader: Visitor, alice: User) -> None:
    answer = reader.post("/auth/login", email=alice.email, password=PASSWORD)

    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def sessions() -> set[str]:
    return {one["_id"] for one in Session.collection().find()}
