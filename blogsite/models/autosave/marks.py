"""Which page has written what, and where."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from bson import ObjectId

HIGHEST = 2**53 - 1
"""Beyond that a browser cannot count."""

MOST = 50
"""Of one account may be open at a time."""

_KEY = re.compile(r"[0-9A-Za-z_-]{16,40}")


@dataclass(frozen=True, kw_only=True)
class Mark:
    """Up to where a page has written.

    Arguments:
        key: of the page; each time that an editor is opened it has another.
        sequence: grows with every change in that page.
    """

    key: str
    sequence: int

    @classmethod
    def read(cls, key: str, sequence: str) -> Self | None:
        """The mark that a form carries; None where that is damaged."""
        counted = sequence.isascii() and sequence.isdigit() and len(sequence) <= len(str(HIGHEST))
        if not (_KEY.fullmatch(key) and counted and int(sequence) <= HIGHEST):
            return None
        return cls(key=key, sequence=int(sequence))

    @classmethod
    def read_all(cls, told: str) -> list[Self]:
        """The marks of a list between spaces, without the damaged ones; no more than `MOST`."""
        read = (cls.read(*one.partition(":")[::2]) for one in told.split()[:MOST])
        return [one for one in read if one]

    def __str__(self) -> str:
        return f"{self.key}:{self.sequence}"


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where something is written: a post, or a blog for a post that is not saved yet."""

    blog_id: ObjectId
    post_id: ObjectId | None = None
