"""From a letter to a post that a stranger reads."""

from __future__ import annotations

import pytest

from tests.journeys.steps import activate, come_in, make_blog, register, write
from tests.support.browser import Meet

pytestmark = pytest.mark.browser


@pytest.mark.usefixtures("kind")
def test_a_newcomer_publishes_and_a_stranger_reads(meet: Meet) -> None:
    alice, stranger = meet(), meet()

    register(alice, name="Alice")
    activate(alice)
    make_blog(alice, title="Field Notes")
    write(alice, title="Rain", content="It *rained* all day.", then="Publish")

    stranger.open("/")
    stranger.follow("Rain")
    stranger.sees("It rained all day.")
    assert stranger.page.title() == "Rain · Field Notes"
    assert stranger.page.context.cookies() == []


@pytest.mark.usefixtures("kind")
def test_a_draft_is_seen_by_nobody_until_it_is_published(meet: Meet) -> None:
    alice, stranger = meet(), meet()
    come_in(alice, name="Alice")
    make_blog(alice, title="Field Notes")

    write(alice, title="Rain", content="Not yet.", then="Save draft")
    alice.follow("Rain")
    address = alice.path
    stranger.open(address)
    assert stranger.status == 404

    alice.press("Publish")
    stranger.open(address)
    stranger.sees("Not yet.")

    alice.press("Withdraw")
    stranger.open(address)
    assert stranger.status == 410


def test_what_a_refused_form_held_is_still_there(meet: Meet) -> None:
    alice = meet()
    come_in(alice, name="Alice")
    make_blog(alice, title="Field Notes")

    alice.open(alice.page.get_by_role("link", name="New post").first.get_attribute("href") or "")
    alice.fill(title="", content="A thought without a title.")
    alice.press("Publish")

    assert alice.status == 422
    assert alice.page.locator("[name=content]").input_value() == "A thought without a title."
