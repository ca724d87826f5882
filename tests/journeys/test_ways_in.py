"""Getting in, out and back in, also from another browser and by keyboard alone."""

from __future__ import annotations

import pytest

from tests.journeys.steps import activate, make_blog, open_letter, register, sign_in
from tests.support.browser import Meet
from tests.support.factories import PASSWORD, address

pytestmark = pytest.mark.browser


def test_another_browser_asks_for_the_password(meet: Meet) -> None:
    alice, her_phone = meet(), meet()
    register(alice, name="Alice")
    open_letter(her_phone, "Activate your account")
    her_phone.follow(f"{her_phone.site}/users/activate/")

    her_phone.press("Activate my account")
    assert her_phone.status == 422

    her_phone.fill(password=PASSWORD)
    her_phone.press("Activate my account")
    her_phone.sees("Your account is active")


def test_who_signs_out_is_out_and_comes_back_to_the_same_page(meet: Meet) -> None:
    alice = meet()
    register(alice, name="Alice")
    activate(alice)
    make_blog(alice, title="Field Notes")

    alice.press("Sign out")
    alice.open("/blogs")
    alice.sees("Sign in to go on.")
    alice.fill(email=address("Alice"), password=PASSWORD)
    alice.press("Sign in")

    assert alice.path == "/blogs"
    alice.sees("Field Notes")


def test_who_registers_twice_is_told_so_by_letter_only(meet: Meet) -> None:
    alice, somebody = meet(), meet()
    register(alice, name="Alice")
    activate(alice)

    register(somebody, name="Alice")

    open_letter(somebody, "You already have an account")
    sign_in(somebody, name="Alice")
    somebody.sees("My blogs")


def test_all_of_registering_can_be_done_by_keyboard(meet: Meet) -> None:
    alice = meet()
    alice.open("/register")

    alice.keys("Tab")
    assert alice.focused == "Skip to the text"
    alice.keys("Enter", "Tab")
    alice.types(address("Alice"))
    alice.keys("Tab")
    alice.types(PASSWORD)
    alice.keys("Enter")

    alice.sees("Check your mail")
