"""Choosing a password."""

from __future__ import annotations

import pytest
from flask import Flask

from blogsite.models import password
from blogsite.models.errors import Invalid

pytestmark = pytest.mark.quick
ABOUT = ("ada.lovelace@example.org", "Ada Lovelace")


@pytest.mark.parametrize(
    "chosen",
    [
        "correct horse battery staple",
        "allsmallletterswithoutmeaning",
        "плотник варит зелёный чай",
        "茶茶茶道は毎朝の習慣です",
        "x8#Qk!t2" * 128,
        "🎈🦊🌧️ umbrella",
    ],
)
def test_any_characters_make_a_password(app: Flask, chosen: str) -> None:
    assert password.hashed(chosen, about=ABOUT)


@pytest.mark.parametrize(
    ("chosen", "reason"),
    [
        ("short", "8 to 1024"),
        ("x" * 1025, "8 to 1024"),
        ("e\u0301a\u0301" * 3 + "u", "8 to 1024"),
        ("password1", "tried first"),
        ("P@ssw0rd!", "tried first"),
        ("adalovelace", "name or address"),
        ("lovelace1", "name or address"),
        ("ada.lovelace", "name or address"),
        ("ada.lovelace@example.org", "name or address"),
        ("example99", "name or address"),
        ("aaaaaaaaaaaa", "Repeats"),
        ("abcdefgh", "abcd"),
        ("fghjkl;'", "easy to guess"),
        ("11.02.2019", "Dates"),
    ],
)
def test_a_weak_one_is_refused_with_the_reason(app: Flask, chosen: str, reason: str) -> None:
    with pytest.raises(Invalid, match=reason) as refusal:
        password.hashed(chosen, about=ABOUT, field="new_password")

    assert refusal.value.field == "new_password"


def test_of_a_long_one_the_beginning_is_looked_at(app: Flask) -> None:
    assert password.hashed("many quiet words follow each other " * 29)
