"""What a blog looks like, as CSS: a theme, and what its members changed about it.

The style of a page says no more than what differs from the site's own looks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from blogsite.lib import colours
from blogsite.presenters.looks.themes import DEFAULT, FONTS, NORMAL, THEMES, WIDTHS, Fonts, Theme

__all__ = ["DEFAULT", "FONTS", "NORMAL", "PLAIN", "THEMES", "WIDTHS", "Adjusted", "Look"]

GROUNDS = ("ground", "paper", "wash", "mark")
"""What words in the accent colour stand on."""

WHOLE = ":root"
_BAND = 0.2  # of the accent in the band behind a blog's name by night


@dataclass(frozen=True, kw_only=True)
class Adjusted:
    """What became of an accent colour, so that words in it can be read."""

    wished: str
    day: str
    night: str

    @property
    def kept(self) -> bool:
        """Whether nothing had to be done."""
        return self.wished == self.day == self.night


@dataclass(frozen=True, kw_only=True)
class Look:
    """What can be chosen; `accent` and `fonts` left out are the theme's own."""

    theme: str = DEFAULT
    accent: str | None = None
    fonts: str | None = None
    width: str = NORMAL

    @property
    def pieces(self) -> tuple[str, ...]:
        """The pieces of `static/css` that its pages have beside the site's."""
        return ("look", self._theme.file) if self._theme.file else ("look",)

    @property
    def adjusted(self) -> Adjusted | None:
        """What became of the chosen accent; None where none was chosen."""
        if self.accent is None:
            return None
        day, night = self.colours()["accent"], self.colours(by_night=True)["accent"]
        return Adjusted(wished=self.accent, day=day, night=night)

    @property
    def faces(self) -> Fonts:
        """The fonts of titles and texts."""
        return FONTS[self.fonts or self._theme.fonts]

    @property
    def _theme(self) -> Theme:
        return THEMES[self.theme]

    def colours(self, *, by_night: bool = False) -> Mapping[str, str]:
        """All colours by the names of their custom properties, by day or by night."""
        return _colours(self.theme, self.accent, by_night=by_night)

    @property
    def dress(self) -> str:
        """The class by which the theme's piece of `static/css` knows its pages."""
        return f"look-{self.theme}"

    def css(self, scope: str = WHOLE) -> str:
        """Custom properties for a page, or all of them for a part of one.

        Arguments:
            scope: a selector of whatever has these looks.
        """
        return _css(self, scope)


PLAIN = Look()


@lru_cache(maxsize=512)
def _colours(theme: str, accent: str | None, *, by_night: bool) -> Mapping[str, str]:
    own = THEMES[theme]
    found = {**own.day, **own.night} if by_night else dict(own.day)
    if accent:
        found["accent"] = colours.readable(accent, tuple(found[one] for one in GROUNDS))
        candidates = (found["on-accent"], found["ground"], found["paper"])
        found["on-accent"] = max(candidates, key=lambda one: colours.contrast(one, found["accent"]))
    if own.banded:
        dimmed = colours.mixed(found["accent"], found["ground"], _BAND)
        found["band"] = dimmed if by_night else found["accent"]
        found["on-band"] = found["ink" if by_night else "on-accent"]
    return found


@lru_cache(maxsize=512)
def _css(look: Look, scope: str) -> str:
    plain = PLAIN if scope == WHOLE else None
    day, night = (_changed(look, plain, by_night=one) for one in (False, True))
    return "".join(
        (
            _block(scope, _shapes(look, plain)),
            _media("screen", _block(scope, day)),
            _media("screen and (prefers-color-scheme:dark)", _block(scope, night)),
        )
    )


def _changed(look: Look, plain: Look | None, *, by_night: bool) -> Mapping[str, str]:
    """The colours that are not those of the page around it."""
    own = look.colours(by_night=by_night)
    if plain is None:
        return own
    # What is said by day stands below what the site says by night: then both are said.
    times = (False, True) if by_night else (False,)
    changed = {
        name
        for one in times
        for name, colour in look.colours(by_night=one).items()
        if plain.colours(by_night=one).get(name) != colour
    }
    return {name: colour for name, colour in own.items() if name in changed}


def _shapes(look: Look, plain: Look | None) -> dict[str, str]:
    faces = fonts(look.faces)
    measure = {"measure": f"calc({look.faces.measure * WIDTHS[look.width]:g} * var(--text))"}
    if plain is None:
        # What follows from others is worked out where it is said, so it has to be said again.
        rule = {"rule": "1px solid var(--line)"}
        return {**faces, **measure, **rule, "column": "calc(var(--measure) + var(--sides))"}
    return {
        **(faces if look.faces != plain.faces else {}),
        **(measure if (look.faces.measure, look.width) != (plain.faces.measure, NORMAL) else {}),
    }


def fonts(faces: Fonts) -> dict[str, str]:
    """The custom properties of a pair of families."""
    return {"serif": faces.text, "title-font": faces.titles}


def choices() -> str:
    """What each theme and each pair of fonts is shown with where one of them is chosen."""
    themes = (Look(theme=name).css(f".theme-{name}") for name in THEMES)
    pairs = (_block(f".fonts-{name}", fonts(one)) for name, one in FONTS.items())
    return "".join((*themes, *pairs))


def _block(scope: str, properties: Mapping[str, str]) -> str:
    said = ";".join(f"--{name}:{value}" for name, value in properties.items())
    return f"{scope}{{{said}}}" if said else ""


def _media(condition: str, block: str) -> str:
    return f"@media {condition}{{{block}}}" if block else ""
