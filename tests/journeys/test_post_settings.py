"""What is said about a post, at any width."""

from __future__ import annotations

import pytest

from tests.journeys.steps import come_in, make_blog
from tests.support.browser import Meet

pytestmark = pytest.mark.browser


def test_a_blog_gets_its_tags_a_page_and_a_pinned_post(meet: Meet, kind: str) -> None:
    alice = meet()
    come_in(alice, name="Alice")
    make_blog(alice, title="Field Notes")
    alice.follow("New post")
    alice.fill(title="About", content="I walk.", tags="walks, rain")
    alice.page.locator(".post-settings > summary").click()
    alice.looks()
    alice.page.locator("[name=kind]").select_option("page")
    alice.press("Publish")

    alice.open("/@field-notes/")
    alice.follow("About")
    alice.open("/blogs")
    alice.follow("New post")
    alice.fill(title="Puddles", content="Wet.", tags="snow, ra")
    if kind == "without-javascript":
        alice.sees("Tags of this blog")
    else:
        alice.page.get_by_role("button", name="rain").click()
        assert alice.page.locator("[name=tags]").input_value() == "snow, rain, "
        assert not alice.page.get_by_role("button", name="rain").is_visible()
    alice.page.locator(".post-settings > summary").click()
    alice.page.locator("[name=pinned]").select_option("yes")
    alice.press("Publish")

    alice.open("/@field-notes/")
    alice.sees("Pinned")
