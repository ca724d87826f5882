"""Through the pages of a real OpenID provider and back, in a real browser."""

from __future__ import annotations

import pytest

from tests.journeys.steps import activate, open_letter, register, sign_in
from tests.support.browser import Meet, Person
from tests.support.factories import PASSWORD
from tests.support.providers import provider_settings

pytestmark = pytest.mark.browser


@pytest.fixture
def served_environment(real_provider: str) -> dict[str, str]:
    return provider_settings({"corp": real_provider})


def sign_in_there(person: Person, who: str) -> None:
    """Fill in the provider's own forms: who one is, and that the site may know it."""
    there = person.page
    there.locator("[name=login]").fill(who)
    there.locator("[name=password]").fill("whatever")
    there.get_by_role("button", name="Sign-in").click()
    there.get_by_role("button", name="Continue").click()
    there.wait_for_url(f"{person.site}/**")
    person.looks()


def at_the_door(meet: Meet, real_provider: str) -> Person:
    person = meet()
    person.elsewhere = (real_provider,)
    person.open("/login")
    return person


def test_erin_signs_up_and_comes_back(meet: Meet, real_provider: str, kind: str) -> None:
    erin = at_the_door(meet, real_provider)
    erin.page.get_by_role("link", name="Continue with Corp").click()
    sign_in_there(erin, "Erin")
    erin.sees("Welcome! Your account is active.")

    erin.press("Sign out")
    erin.open("/login?next=/profile")
    erin.page.get_by_role("link", name="Continue with Corp").click()
    erin.page.wait_for_url(f"{erin.site}/**")

    assert erin.path == "/profile"
    erin.sees("erin@example.org")


def test_alice_links_by_a_form_and_unlinks(meet: Meet, real_provider: str) -> None:
    alice = at_the_door(meet, real_provider)
    register(alice, name="Alice")
    activate(alice)
    alice.open("/account/security")
    alice.page.get_by_role("button", name="Link Corp").click()
    sign_in_there(alice, "somebody")

    assert alice.path == "/account/security"
    alice.sees("You can sign in through Corp from now on.")
    alice.page.get_by_role("button", name="Unlink Corp").click()
    alice.sees("Corp does not open your account any more.")


def test_alice_finds_her_account_and_links_it_after_signing_in(
    meet: Meet, real_provider: str
) -> None:
    alice = at_the_door(meet, real_provider)
    register(alice, name="Alice")
    activate(alice)
    alice.press("Sign out")
    alice.open("/login")
    alice.page.get_by_role("link", name="Continue with Corp").click()
    sign_in_there(alice, "Alice")
    alice.sees("You have an account here")
    alice.follow("Sign in to link")
    alice.fill(email="alice@example.org", password=PASSWORD)
    alice.press("Sign in")
    alice.sees("is signed in here as you")
    alice.press("Link")

    alice.sees("You can sign in through Corp from now on.")


def test_without_a_verified_address_a_letter_opens_the_account(
    meet: Meet, real_provider: str
) -> None:
    erin = at_the_door(meet, real_provider)
    erin.page.get_by_role("link", name="Continue with Corp").click()
    sign_in_there(erin, "unverified-Erin")
    erin.sees("One thing is missing")
    erin.press("Send the letter")
    erin.sees("Check your mail")
    open_letter(erin, "Activate your account")
    erin.follow(f"{erin.site}/auth/identities/letters/")
    erin.press("Activate my account")

    erin.sees("Welcome! Your account is active.")
    sign_in_fails_without_a_password(erin)


def sign_in_fails_without_a_password(erin: Person) -> None:
    erin.press("Sign out")
    sign_in(erin, name="Erin")
    assert erin.status == 401


def test_who_says_no_there_is_told_so(meet: Meet, real_provider: str) -> None:
    erin = at_the_door(meet, real_provider)
    erin.page.get_by_role("link", name="Continue with Corp").click()
    erin.page.get_by_role("link", name="Cancel").click()
    erin.page.wait_for_url(f"{erin.site}/**")

    erin.sees("Corp did not let you through")
    assert erin.status == 403
