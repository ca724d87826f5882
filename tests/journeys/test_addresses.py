"""Moving to another address and back, and coming in by an invitation."""

from __future__ import annotations

import pytest

from blogsite import urls
from blogsite.models import invitation
from tests.journeys.steps import activate, open_letter, sign_in
from tests.support.browser import Meet
from tests.support.factories import PASSWORD, address, make_user

pytestmark = pytest.mark.browser

NEW = {"password": "my very own words", "confirm": "my very own words"}


def test_an_account_moves_to_another_address_and_is_taken_back(meet: Meet, kind: str) -> None:
    make_user("Dan")  # who runs the site
    make_user("Alice")
    alice, at_the_old_address = meet(), meet()
    sign_in(alice, name="Alice")

    alice.follow("Alice")
    alice.follow("Account")
    alice.follow("Ways to sign in")
    alice.follow("Change the e-mail address")
    alice.fill(email="alice@elsewhere.example")
    alice.press("Send the letter")
    open_letter(alice, "Confirm your new address")
    alice.follow(f"{alice.site}/account/email/")
    alice.press("Use this address")
    alice.sees("alice@elsewhere.example")

    open_letter(at_the_old_address, "Your account has another e-mail address now")
    at_the_old_address.follow(f"{alice.site}/account/email/undo/")
    at_the_old_address.press("Take it back")
    at_the_old_address.fill(**NEW)
    at_the_old_address.press("Choose this password")
    at_the_old_address.open("/profile")
    at_the_old_address.sees(address("Alice"))
    open_letter(at_the_old_address, "Your account went back to its earlier address")
    alice.open("/profile")
    alice.sees("Sign in")


def test_who_is_invited_mends_the_address_and_comes_in(meet: Meet, kind: str) -> None:
    make_user("Dan")
    erin = meet()
    link = urls.invitation(invitation.invite().token)

    for email in ("erni@example.org", address("Erin")):
        erin.open(link)
        erin.fill(email=email, password=PASSWORD, name="Erin")
        erin.press("Create account")
        erin.sees("Check your mail")
        erin.open("/dev/mail")
        erin.waits_to_read(email)
    activate(erin)

    stranger = meet()
    stranger.open(link)
    stranger.sees("This link opens nothing any more")
