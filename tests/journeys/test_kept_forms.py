"""Writing while the session ends: nothing typed is lost, and nothing is saved by itself."""

from __future__ import annotations

import pytest

from blogsite.models import KeptForm, Post, Session
from tests.journeys.steps import come_in, make_blog
from tests.support.browser import Meet, Person
from tests.support.factories import PASSWORD, address

pytestmark = pytest.mark.browser


@pytest.mark.usefixtures("kind")
def test_whoever_was_signed_out_while_writing_goes_on_after_signing_in(meet: Meet) -> None:
    alice = begin(meet)
    alice.follow("New post")
    alice.fill(title="Rain", content="It *rained* all day.", tags="weather, wet")

    Session.collection().delete_many({})
    alice.press("Save draft")
    come_back(alice)

    alice.sees("We kept this.")
    holds(alice, title="Rain", content="It *rained* all day.", tags="weather, wet")
    assert Post.collection().count_documents({}) == 0

    alice.press("Save draft")
    alice.sees("Saved as a draft")
    alice.sees_no("We kept this")
    assert KeptForm.collection().count_documents({}) == 0


@pytest.mark.usefixtures("kind")
def test_what_was_changed_in_a_post_waits_among_the_drafts(meet: Meet) -> None:
    alice = begin(meet)
    alice.follow("New post")
    alice.fill(title="Rain", content="It *rained* all day.")
    alice.press("Save draft")
    alice.fill(title="Rain and wind", content="It *stormed*.", slug="storm", tags="weather")

    alice.page.context.clear_cookies()
    alice.press("Save draft")
    come_back(alice)
    alice.open("/posts/drafts")
    alice.sees("Kept, not saved: Rain and wind")
    alice.follow("Kept, not saved: Rain and wind")

    holds(alice, title="Rain and wind", content="It *stormed*.", slug="storm", tags="weather")

    alice.follow("See what is saved")
    holds(alice, title="Rain", content="It *rained* all day.", slug="rain", tags="")
    alice.page.locator("summary", has_text="What you wrote").click()
    alice.looks()
    alice.sees("It *stormed*.")

    alice.press("Throw it away")
    alice.sees("Thrown away.")
    alice.sees_no("We kept this")


def begin(meet: Meet) -> Person:
    alice = meet()
    come_in(alice, name="Alice")
    make_blog(alice, title="Field Notes")
    return alice


def come_back(person: Person) -> None:
    person.sees("What you wrote is kept")
    person.fill(email=address("Alice"), password=PASSWORD)
    person.press("Sign in")


def holds(person: Person, **fields: str) -> None:
    held = {name: person.page.locator(f"main [name={name}]").input_value() for name in fields}
    assert held == fields
