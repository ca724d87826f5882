"""What its members chose of a blog's looks, as its document keeps it."""

from __future__ import annotations

from dataclasses import dataclass

from blogsite.database import Embedded
from blogsite.presenters.looks import DEFAULT, FONTS, NORMAL, THEMES, WIDTHS, Look


@dataclass(kw_only=True)
class Appearance(Embedded):
    """A blog without one looks as the site does; `style` is the digest of its own CSS, if any."""

    theme: str = DEFAULT
    accent: str | None = None
    fonts: str | None = None
    width: str = NORMAL
    style: str | None = None

    @property
    def look(self) -> Look:
        """What of it this version of the site knows."""
        return Look(
            theme=self.theme if self.theme in THEMES else DEFAULT,
            accent=self.accent,
            fonts=self.fonts if self.fonts in FONTS else None,
            width=self.width if self.width in WIDTHS else NORMAL,
        )
