"""One post in two tabs: what can be put together is, and the rest is asked, losing nothing."""

from __future__ import annotations

import pytest

from tests.journeys.steps import come_in, make_blog, write
from tests.support.browser import Meet, Person

pytestmark = pytest.mark.browser


@pytest.mark.usefixtures("kind")
def test_a_post_that_is_edited_in_two_tabs_keeps_every_word(meet: Meet) -> None:
    here, there = two_tabs(meet)

    there.fill(content="One, from there.\n\nTwo.")
    there.press("Save draft")
    here.fill(content="One.\n\nTwo, from here.")
    here.press("Save draft")
    here.sees("Put together with what you saved elsewhere")
    assert content(here) == "One, from there.\n\nTwo, from here."

    there.open(here.path)
    there.fill(content="One, once more.\n\nTwo, from here.")
    there.press("Save draft")
    here.fill(content="One, quite different.\n\nTwo, from here.", title="Hail")
    here.press("Save draft")

    here.sees("Two versions")
    here.looks()
    assert here.status == 409
    assert here.page.locator("main [name=title]").input_value() == "Hail"
    for words in ("One, once more.", "One, quite different.", "Two, from here.", "⟪⟪⟪"):
        assert words in content(here)

    here.fill(content="One, decided.\n\nTwo, from here.")
    here.press("Save draft")
    here.sees("Saved as a draft")
    here.sees_no("Two versions")
    assert content(here) == "One, decided.\n\nTwo, from here."


def two_tabs(meet: Meet) -> tuple[Person, Person]:
    """Alice in one browser, with the same post open twice."""
    here = meet()
    come_in(here, name="Alice")
    make_blog(here, title="Field Notes")
    write(here, title="Rain", content="One.\n\nTwo.", then="Save draft")
    there = Person(here.page.context, here.site)
    there.open(here.path)
    return here, there


def content(person: Person) -> str:
    return person.page.locator("main [name=content]").input_value()
