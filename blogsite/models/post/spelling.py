"""How a tag may be written."""

from __future__ import annotations

from blogsite.lib import text
from blogsite.models.errors import NotFound

LONGEST_TAG = 50


def check_tag(tag: str) -> None:
    """Let pass what can be a tag.

    Raises:
        NotFound: it is longer than any, or holds what no text does.
    """
    if len(tag) > LONGEST_TAG or text.unkeepable(tag):
        raise NotFound


def spellings(tag: str) -> list[str]:
    """How it may be written: no index knows tags without their case, and few are like iPhone."""
    return sorted({tag, tag.lower(), tag.upper(), tag.capitalize(), tag.title()})
