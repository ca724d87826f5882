"""An authenticator app: set up, asked for, lost."""

from __future__ import annotations

import re

import pytest

from tests.journeys.steps import come_in, sign_in
from tests.support.browser import Meet
from tests.support.codes import code_of

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("half_minute")]


def test_an_app_is_set_up_asked_for_and_lost(meet: Meet, kind: str) -> None:
    alice = meet()
    come_in(alice, name="Alice")

    alice.open("/account/security")
    alice.follow("Set up the authenticator app")
    secret = re.sub(r"\W", "", alice.page.locator(".key").inner_text())
    alice.fill(code="000000")
    alice.press("Confirm")
    alice.sees("This is not the code of just now.")
    alice.fill(code=code_of(secret))
    alice.press("Confirm")
    codes = alice.page.locator(".codes code").all_inner_texts()
    assert len(codes) == 8

    alice.follow("I have kept them")
    alice.sees("8 are left")
    alice.press("Sign out")
    sign_in(alice, name="Alice")
    alice.sees("The second step")
    alice.fill(code=code_of(secret, ahead=1))
    alice.press("Sign in")
    alice.sees("Welcome back.")

    alice.press("Sign out")
    sign_in(alice, name="Alice")
    alice.follow("Use a recovery code")
    alice.fill(code=codes[3].replace("-", " ").lower())
    alice.press("Sign in")
    alice.sees("Welcome back.")
    alice.open("/account/security")
    alice.sees("7 are left")
