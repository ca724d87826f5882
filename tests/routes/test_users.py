"""Who I am here."""

from __future__ import annotations

from blogsite import urls
from blogsite.models import Blog
from tests.support.visitor import Visitor


def test_a_profile_shows_its_owner_and_the_blogs(alice_browsing: Visitor, blog: Blog) -> None:
    page = alice_browsing.get("/profile").text

    assert "alice@example.org" in page
    assert urls.blog(blog) in page


def test_signed_out_there_is_no_profile(reader: Visitor) -> None:
    assert reader.get("/profile").location.startswith("/login")
