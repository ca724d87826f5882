"""What a poster says, and what it looks like."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

SIZE = (1200, 630)
"""Pixels: what those who show pictures of pages ask for."""

_EDITION = 1
"""Another one for another way of drawing, so that what was drawn before is drawn anew."""


@dataclass(frozen=True, kw_only=True)
class Colours:
    """Of the ground, the words, smaller words and ornaments, as in `#0d6653`."""

    ground: str
    ink: str
    soft: str
    accent: str


@dataclass(frozen=True, kw_only=True)
class Poster:
    """Some words.

    Arguments:
        title: what stands there large.
        name: what it belongs to, above it; there may be none.
        note: what is said of it, below it; there may be none.
        language: of the words, as a BCP 47 tag, if it is known: it decides between the forms that
            one character has in several languages.
        direction: `ltr` or `rtl`; empty: as the first letter of the title says.
        colours: of everything.
    """

    title: str
    colours: Colours
    name: str = ""
    note: str = ""
    language: str = ""
    direction: str = ""

    @property
    def alt(self) -> str:
        """What it says, for those who do not see it."""
        return " · ".join(filter(None, (self.title, self.name)))

    @property
    def digest(self) -> str:
        """The same for posters that look the same."""
        told = json.dumps([_EDITION, asdict(self)], sort_keys=True, ensure_ascii=False)
        return hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
