"""What somebody who is suspended sees, and who else learns of it."""

from __future__ import annotations

from flask import Flask

from blogsite.models import Post, User
from tests.support.factories import PASSWORD
from tests.support.visitor import Visitor


def test_a_suspended_person_is_told_so_with_the_right_password_only(
    app: Flask, alice: User, reader: Visitor
) -> None:
    alice.suspend(reason="spam")

    right = reader.post("/auth/login", email=alice.email, password=PASSWORD)
    wrong = reader.post("/auth/login", email=alice.email, password="a wrong one")

    assert (right.status_code, wrong.status_code) == (401, 401)
    assert "This account is suspended." in right.text
    assert "suspended" not in wrong.text
    assert "spam" not in right.text


def test_an_open_visit_ends_at_once(alice_browsing: Visitor, alice: User) -> None:
    assert alice_browsing.get("/profile").status_code == 200

    alice.suspend()

    assert alice_browsing.get("/profile").status_code == 302


def test_what_was_written_stays(published: Post, alice: User, reader: Visitor) -> None:
    alice.suspend()

    assert reader.get(f"/posts/{published.id}", follow_redirects=True).status_code == 200
