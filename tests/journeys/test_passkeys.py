"""Passkeys in a real browser, whose authenticator is a virtual one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.steps import come_in
from tests.support.browser import Meet, Person

pytestmark = pytest.mark.browser


Touch = Callable[[bool], None]


def give_authenticator(person: Person) -> Touch:
    """As if the device had one; its owner has a finger on it, or takes it off: `touch(False)`."""
    devtools = person.page.context.new_cdp_session(person.page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    added = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    def touch(there: bool) -> None:
        named = {"authenticatorId": added["authenticatorId"], "enabled": there}
        devtools.send("WebAuthn.setAutomaticPresenceSimulation", named)

    return touch


def add_passkey(person: Person, *, name: str) -> None:
    person.open("/account/security")
    person.follow("Add a passkey")
    person.fill(name=name)
    person.page.get_by_role("button", name="Add a passkey").click()
    person.page.wait_for_url("**/account/security")
    person.sees(name)


def test_a_passkey_is_added_signs_in_without_an_address_and_is_removed(meet: Meet) -> None:
    alice = meet()
    come_in(alice, name="Alice")
    touch = give_authenticator(alice)
    add_passkey(alice, name="My telephone")

    alice.press("Sign out")
    touch(False)
    alice.open("/login")
    touch(True)
    alice.page.get_by_role("button", name="Use a passkey").click()
    alice.page.wait_for_url(f"{alice.site}/blogs")
    alice.sees("Welcome back.")
    alice.open("/account/security")
    alice.sees("Signed in with a passkey")

    alice.press("Remove My telephone")
    alice.sees("The passkey is removed.")
    alice.sees("None yet.")


def test_the_browser_offers_a_passkey_where_the_address_is_typed(meet: Meet) -> None:
    alice = meet()
    come_in(alice, name="Alice")
    give_authenticator(alice)
    add_passkey(alice, name="My telephone")
    alice.press("Sign out")

    # Chosen at once from the list, since a finger is on it.
    alice.page.goto(f"{alice.site}/login?next=/blogs/new")

    alice.page.wait_for_url(f"{alice.site}/blogs/new")
    alice.looks()


def test_who_has_none_is_told_and_goes_on_by_password(meet: Meet) -> None:
    alice = meet()
    give_authenticator(alice)
    alice.open("/login")

    alice.page.get_by_role("button", name="Use a passkey").click()

    alice.page.get_by_text("No passkey was used.").wait_for()
    alice.looks()


def test_without_javascript_the_sign_in_page_says_nothing_of_passkeys(
    meet: Meet, kind: str
) -> None:
    somebody = meet()

    somebody.open("/login")

    shown = somebody.page.get_by_role("button", name="Use a passkey").count()
    assert shown == (kind != "without-javascript")
