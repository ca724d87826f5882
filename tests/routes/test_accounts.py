"""My data, at its page."""

from __future__ import annotations

from blogsite.models import User, profile
from tests.support.visitor import Visitor

NEW = {"name": "Alice Liddell", "handle": "alice", "bio": "I write.\nAbout rain."}


def test_what_a_person_shows_is_changed_and_seen(alice_browsing: Visitor, reader: Visitor) -> None:
    answer = alice_browsing.post("/account", **NEW)

    page = reader.get(f"/blogs/{alice_browsing.user.id}").text
    assert answer.location == "/account"
    assert all(words in page for words in ("Alice Liddell", "@alice", "I write.\nAbout rain."))
    assert "@alice" in alice_browsing.get("/profile").text


def test_what_is_refused_is_shown_beside_its_field_with_all_that_was_typed(
    alice_browsing: Visitor, carol: User
) -> None:
    profile.change(carol, name="Carol", handle="rain", bio="")

    answer = alice_browsing.post("/account", **{**NEW, "handle": "rain"})

    assert answer.status_code == 422
    assert 'id="handle-error">This handle is taken.' in answer.text
    assert "I write." in answer.text
    assert 'value="Alice Liddell"' in answer.text
    assert User.get(alice_browsing.user.id).name == "Alice"


def test_each_field_that_is_too_long_says_so(alice_browsing: Visitor) -> None:
    answer = alice_browsing.post("/account", name="x" * 81, handle="y" * 101, bio="z" * 501)

    assert answer.status_code == 422
    assert answer.text.count("characters at the most") >= 3
    assert "z" * 501 in answer.text


def test_markup_in_a_bio_is_only_text(alice_browsing: Visitor, reader: Visitor) -> None:
    alice_browsing.post("/account", **{**NEW, "bio": "<script>alert(1)</script>"})

    assert "<script>" not in reader.get(f"/blogs/{alice_browsing.user.id}").text


def test_the_profile_leads_to_the_account(alice_browsing: Visitor) -> None:
    assert 'href="/account"' in alice_browsing.get("/profile").text
