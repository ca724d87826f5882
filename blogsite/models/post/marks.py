"""Lines that mark two versions of a paragraph in a text, until a writer has chosen."""

from __future__ import annotations

import re

_MARK = re.compile(r"^⟪⟪⟪ .* ⟫⟫⟫$", re.MULTILINE)


def mark(words: str) -> str:
    """A line that says what follows it."""
    return f"⟪⟪⟪ {words} ⟫⟫⟫"


def left_in(text: str) -> bool:
    """Whether such a line still stands in a text."""
    return bool(_MARK.search(text))
