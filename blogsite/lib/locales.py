"""The languages that the site itself speaks, and which of them suits whom."""

from __future__ import annotations

from collections.abc import Iterable

from babel import Locale

DEFAULT = "en"
"""What the sentences are written in: spoken wherever none of the others is wanted."""

OFFERED = {"en": "en_001", "de": "de", "ar": "ar"}
"""Each language by its tag, and the rules by which it writes dates and numbers.

A language is offered once its catalogue in `translations` is whole: a house rule looks at each.
"""


def nearest(tag: str | None) -> str:
    """The language to speak to those who want that one: `de` for `de-AT`; else the default."""
    language = (tag or "").replace("_", "-").partition("-")[0].lower()
    return language if language in OFFERED else DEFAULT


def best(wanted: Iterable[str]) -> str:
    """The first one offered of those that somebody wants, the dearest first; else the default."""
    for tag in wanted:
        language = tag.replace("_", "-").partition("-")[0].lower()
        if language in OFFERED:
            return language
    return DEFAULT


def direction(language: str) -> str:
    """Which way a language offered is written: `ltr` or `rtl`."""
    return str(Locale.parse(OFFERED[language]).text_direction)
