"""The letter about a browser that an account has not been signed in to from before."""

from __future__ import annotations

from datetime import timedelta

from blogsite import jobs
from blogsite.lib import clock
from blogsite.models import User
from blogsite.models.kept_letter import kept_letters
from tests.support.factories import PASSWORD
from tests.support.visitor import Visitor


def sign_in(visitor: Visitor, user: User) -> list[str]:
    """The subjects of all letters by then."""
    answer = visitor.post("/auth/login", email=user.email, password=PASSWORD)
    assert answer.location == "/blogs"
    jobs.run_due()
    return [letter.subject for letter in kept_letters().letters()]


def test_a_new_browser_is_told_of_once(reader: Visitor, alice: User) -> None:
    alice.update({"created_at": clock.now() - timedelta(days=7)}, expecting={})

    first = sign_in(reader, alice)
    reader.post("/auth/logout")
    again = sign_in(reader, alice)

    assert first == ["Your account: Signed in with a password from a new browser"]
    assert again == first


def test_on_the_first_day_nobody_is_troubled(reader: Visitor, alice: User) -> None:
    assert sign_in(reader, alice) == []
