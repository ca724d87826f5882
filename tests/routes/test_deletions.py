"""Leaving at the browser: the page, the parting, and the one way back."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from blogsite import urls
from blogsite.models import Blog, Device, User, deletion
from blogsite.models.membership import OWNER
from tests.support.factories import PASSWORD
from tests.support.visitor import Visitor


@pytest.fixture
def leaving(app: Flask, alice: User, blog: Blog) -> Visitor:
    """Alice, back again after she has asked."""
    deletion.ask(alice, email=alice.email, fates={str(blog.id): None}, device=Device())
    return Visitor(app, alice)


def fates(blog: Blog, fate: str = "delete") -> dict[str, Any]:
    return {f"blog_{blog.id}": fate}


def test_a_person_leaves_and_hears_until_when(alice_browsing: Visitor, blog: Blog) -> None:
    answer = alice_browsing.post("/account/deletion", email="Alice@example.org", **fates(blog))

    due = User.get(alice_browsing.user.id).deletion
    assert due
    assert answer.location == "/"
    assert "Your account will be deleted on" in alice_browsing.get("/").text
    assert alice_browsing.get("/profile").location.startswith("/login")


def test_the_page_offers_other_owners_first(
    alice_browsing: Visitor, blog: Blog, carol: User
) -> None:
    blog.admit(carol, role=OWNER)

    page = alice_browsing.get("/account/deletion").text

    assert "Carol keeps it" in page
    assert f'checked id="blog_{blog.id}-0"' in page
    alice_browsing.post(
        "/account/deletion", email="alice@example.org", **fates(blog, str(carol.id))
    )
    left = User.get(alice_browsing.user.id).deletion
    assert left
    assert left.fates == {str(blog.id): carol.id}


@pytest.mark.parametrize(
    ("email", "fate", "said"),
    [
        ("", "delete", "Type the address of your account."),
        ("bob@example.org", "delete", "This is not the address of your account."),
        ("alice@example.org", "carol", "Not a valid choice"),
        ("alice@example.org", "0" * 24, "Not a valid choice"),
    ],
)
def test_what_is_not_meant_is_said_beside_its_field(
    alice_browsing: Visitor, blog: Blog, email: str, fate: str, said: str
) -> None:
    answer = alice_browsing.post("/account/deletion", email=email, **fates(blog, fate))

    assert answer.status_code == 422
    assert said in answer.text
    assert User.get(alice_browsing.user.id).deletion is None


def test_a_missing_fate_is_asked_for(alice_browsing: Visitor, blog: Blog) -> None:
    answer = alice_browsing.post("/account/deletion", email="alice@example.org")

    assert answer.status_code == 422
    assert User.get(alice_browsing.user.id).deletion is None


def test_who_signs_in_again_is_led_to_the_way_back(
    app: Flask, leaving: Visitor, blog: Blog
) -> None:
    alice = Visitor(app)
    alice.post("/auth/login", email="alice@example.org", password=PASSWORD)

    assert alice.get("/blogs").location == "/account/deletion/withdrawal"
    assert "Keep my account" in alice.get("/account/deletion/withdrawal").text


def test_little_else_is_open_meanwhile(leaving: Visitor, blog: Blog) -> None:
    closed = ("/profile", "/account", "/account/security", "/account/deletion", "/blogs/new")

    led = {leaving.get(path).location for path in (*closed, urls.new_post(blog))}
    refused = leaving.post(urls.new_post(blog), title="Rain", content="x")

    assert led == {"/account/deletion/withdrawal"}
    assert refused.location == "/account/deletion/withdrawal"
    assert leaving.get("/account/download").status_code == 200
    assert leaving.get(urls.blog(blog)).status_code == 200
    assert leaving.post("/auth/logout").location == "/"


def test_one_button_keeps_the_account(leaving: Visitor) -> None:
    answer = leaving.post("/account/deletion/withdrawal")

    assert answer.location == "/account"
    assert leaving.get("/account").status_code == 200
    assert User.get(leaving.user.id).deletion is None
