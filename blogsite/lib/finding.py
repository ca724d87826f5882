"""Patterns for the database that find words as people type them; nothing typed is a pattern."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

MOST_WORDS = 8
"""More do not narrow a search any further, and each costs a look through the text."""


def containing(asked: str, *fields: str) -> dict[str, Any]:
    """A query for documents that have every word somewhere in their fields.

    A beginning of a word is enough, or any other part: scripts without blanks have no words to
    begin. Case does not matter, and an accent may be a character of its own or not.

    Arguments:
        asked: words between blanks.
        fields: where to look.
    """
    words = list(dict.fromkeys(asked.split()))[:MOST_WORDS]
    return {"$and": [{"$or": [{field: _literal(word)} for field in fields]} for word in words]}


def _literal(word: str) -> dict[str, str]:
    pattern = "|".join(dict.fromkeys(map(re.escape, _spellings(word))))
    # To ignore case where there is none takes four times as long.
    cased = word.lower() != word.upper()
    return {"$regex": pattern, "$options": "i"} if cased else {"$regex": pattern}


def _spellings(word: str) -> Iterator[str]:
    yield word
    yield unicodedata.normalize("NFC", word)
    yield unicodedata.normalize("NFD", word)
