"""How a tag may be written."""

from __future__ import annotations


def spellings(tag: str) -> list[str]:
    """How it may be written: no index knows tags without their case, and few are like iPhone."""
    return sorted({tag, tag.lower(), tag.upper(), tag.capitalize(), tag.title()})
