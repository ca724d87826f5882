"""Saying who one is, taking everything along, leaving, and thinking better of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.steps import come_in, make_blog, sign_in
from tests.support.browser import Meet
from tests.support.factories import address, make_user
from tests.support.portraits import picture

pytestmark = pytest.mark.browser


def test_a_person_shows_herself_leaves_and_comes_back(
    meet: Meet, kind: str, tmp_path: Path
) -> None:
    make_user("Dan")  # who runs the site
    face = tmp_path / "me.jpg"
    face.write_bytes(picture("JPEG"))
    alice = meet()
    come_in(alice, name="Alice")
    make_blog(alice, title="Field Notes")
    make_blog(
        alice, title="A very long name of a blog about rain, snow and all the weather between"
    )

    alice.open("/account")
    alice.fill(name="Alice", handle="alice", bio="I write about rain.\nAnd about snow.")
    alice.press("Save")
    alice.page.locator("[name=picture]").set_input_files(face)
    alice.press("Use this picture")
    alice.sees("Your picture is changed.")
    alice.follow("Your public page")
    alice.sees("@alice")

    alice.open("/account/download")
    with alice.page.expect_download() as fetched:
        alice.page.get_by_role("button", name="Download (ZIP)").click()
    assert fetched.value.suggested_filename.endswith(".zip")

    alice.open("/account/deletion")
    alice.press("Delete my account")
    alice.sees("Type the address of your account.")
    alice.page.locator("main [name=email]").fill(address("Alice"))
    alice.press("Delete my account")
    alice.sees("Your account will be deleted on")

    sign_in(alice, name="Alice")
    alice.press("Keep my account")
    alice.sees("Your account stays")
    alice.open("/blogs")
    alice.sees("Field Notes")
