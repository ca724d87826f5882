"""Many posts at once: found by filters, chosen by mouse, finger or keyboard, and changed."""

from __future__ import annotations

import pytest

from blogsite.models import Blog, User
from tests.journeys.steps import come_in, make_blog
from tests.support.browser import Meet, Person
from tests.support.factories import address, make_post

pytestmark = pytest.mark.browser


@pytest.mark.usefixtures("kind")
def test_a_writer_finds_chooses_and_changes_many_posts(meet: Meet, kind: str) -> None:
    alice = begin(meet)

    alice.follow("Posts")
    alice.page.get_by_label("State").select_option("draft")
    alice.page.get_by_label("Tag", exact=True).fill("wet")
    alice.press("Filter")
    alice.sees("3 posts")
    alice.sees_no("Sun")

    choose(alice, "Rain", "Hail", "Nothing yet")
    alice.press("Publish")
    alice.sees("2 posts published. 1 left as it was:")
    alice.sees("Write something before you publish.")

    alice.follow("Take all away")
    if kind != "without-javascript":
        alice.page.get_by_label("All on this page").check()
        alice.sees("4 chosen")
    else:
        choose(alice, "Rain", "Hail", "Nothing yet", "Sun")
    alice.press("Move to trash")
    alice.sees("4 posts moved to the trash.")
    alice.press("Take them out again")
    alice.sees("4 posts taken out of the trash.")
    alice.sees("Published")


def test_everything_can_be_done_from_the_keyboard(meet: Meet) -> None:
    alice = begin(meet)
    alice.follow("Posts")

    alice.page.get_by_label("Words").focus()
    alice.types("hai")
    alice.keys("Enter")
    alice.page.wait_for_url("**q=hai**")
    alice.page.get_by_label("Choose Hail").focus()
    alice.keys("Space")
    alice.page.get_by_label("Tags, between commas").focus()
    alice.types("ice")
    alice.keys("Enter")
    alice.page.wait_for_url("**done=**")

    alice.sees("1 post tagged.")
    alice.looks()
    alice.page.get_by_role("link", name="ice", exact=True).focus()
    alice.keys("Enter")
    alice.page.wait_for_url("**tag=ice**")
    alice.sees("Hail")


def begin(meet: Meet) -> Person:
    """Alice at her desk, with a few posts."""
    alice = meet()
    come_in(alice, name="Alice")
    make_blog(alice, title="Field Notes")
    user = User.find_by_email(address("Alice"))
    assert user
    (blog,) = Blog.of(user).found
    make_post(blog, by=user, title="Rain", tags=["wet"])
    make_post(blog, by=user, title="Hail", tags=["Wet"])
    make_post(blog, by=user, title="Nothing yet", content="", tags=["wet"])
    make_post(blog, by=user, title="Sun")
    alice.open("/blogs")
    return alice


def choose(person: Person, *titles: str) -> None:
    for title in titles:
        person.page.get_by_label(f"Choose {title}").check()
