"""A draft is scheduled on somebody's own clock, and shown to a friend before it is out."""

from __future__ import annotations

import pytest

from tests.journeys.steps import come_in, make_blog, write
from tests.support.browser import Meet

pytestmark = pytest.mark.browser


def test_a_friend_reads_what_will_appear_on_my_clock(meet: Meet) -> None:
    alice, friend = meet(), meet()
    come_in(alice, name="Alice")
    clock = alice.page.context.new_cdp_session(alice.page)
    clock.send("Emulation.setTimezoneOverride", {"timezoneId": "Europe/Berlin"})
    alice.open("/account")
    alice.page.get_by_role("button", name="Berlin").click()
    assert alice.page.get_by_label("Time zone").input_value() == "Europe/Berlin"
    alice.press("Save the time zone")
    make_blog(alice, title="Field Notes")
    write(alice, title="Later", content="It will have rained.", then="Save draft")

    alice.press("Make a link")
    shared = alice.page.get_by_label("Whoever has this link").input_value()
    alice.page.locator("summary", has_text="Schedule").click()
    alice.fill(publish_at="2099-05-01T08:30")
    alice.press("Publish at this time")

    alice.sees("by itself on 1 May 2099, 08:30 CEST")
    friend.open(shared.removeprefix(friend.site))
    friend.sees("Preview of a draft, not published.")
    friend.sees("It will have rained.")
    alice.press("Revoke the link")
    friend.open(shared.removeprefix(friend.site))
    assert friend.status == 404
