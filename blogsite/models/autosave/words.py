"""The fields of an editor's form, whatever they are, as an autosave holds them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from flask_babel import gettext as _

from blogsite.lib import text
from blogsite.models.errors import Invalid, TooLarge

LARGEST = 1024 * 1024 + 64 * 1024
"""Bytes of UTF-8, all fields together: the longest text that a post may have, and what else
belongs to it."""
MOST_FIELDS = 60
NOT_WORDS = {"version"}
WORDS = ("title", "content", "summary", "tags")
"""What makes a new post more than an empty form, whose other fields stand at something."""

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")

Words = Mapping[str, Sequence[str]]


def as_kept(written: Words) -> dict[str, list[str]]:
    """The fields of a form as they are kept: whatever they are, and as they were typed.

    Raises:
        TooLarge: it is more than is kept.
        Invalid: these are no fields of ours.
    """
    if len(written) > MOST_FIELDS or not all(map(_NAME.fullmatch, written)):
        raise Invalid(_("This form is damaged."))
    kept = {name: [_kept(one) for one in values] for name, values in written.items()}
    if sum(len(one.encode()) + 1 for values in kept.values() for one in values) > LARGEST:
        raise TooLarge(_("This is more than can be kept (1 MiB)."))
    return kept


def has_words(written: Words) -> bool:
    """Whether anybody has written something."""
    return any(one.strip() for name in WORDS for one in written.get(name, ()))


def _kept(words: str) -> str:
    return text.tidy(text.without_unkeepable(words))
