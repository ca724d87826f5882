"""Publishing later, at any width."""

from __future__ import annotations

import pytest

from tests.journeys.steps import come_in, make_blog
from tests.support.browser import Meet

pytestmark = pytest.mark.browser


def test_a_post_is_scheduled_and_says_when(meet: Meet, kind: str) -> None:
    alice = meet()
    come_in(alice, name="Alice")
    make_blog(alice, title="Field Notes")
    alice.follow("New post")
    alice.fill(title="Later", content="It will have rained.")

    alice.page.locator("summary", has_text="Schedule").click()
    alice.looks()
    alice.fill(publish_at="2099-05-01T08:30")
    alice.press("Publish at this time")

    alice.sees("by itself on 1 May 2099, 08:30 UTC")
    alice.open("/blogs")
    alice.sees("1 May 2099, 08:30 UTC")
