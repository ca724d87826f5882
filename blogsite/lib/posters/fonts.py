"""Fonts for the scripts of the world: those that were installed with us, then the machine's."""

from __future__ import annotations

import importlib.util
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from PIL import ImageFont, features

_WEIGHT = 600
_PROBED = 24  # pixels: large enough for two glyphs to differ
_NOTHING = "\U000fffff"
"""A character that no font has: what is drawn for it is drawn for each that is missing."""

# The packages that carry the fonts, and what is in them: a way to a file, and how far apart its
# lines stand.
_PACKAGED = (
    ("fontpkg_noto_serif", "files/NotoSerif[[]*", 1.14),
    ("justmytype_intl_rtl", "fonts/ofl/notosansarabic/*.ttf", 1.4),
    ("justmytype_intl_rtl", "fonts/ofl/notosanshebrew/*.ttf", 1.2),
    ("justmytype_intl_south_asia", "fonts/ofl/*/*.ttf", 1.36),
    ("justmytype_intl_sea", "fonts/ofl/*/*.ttf", 1.5),
    ("justmytype_intl_africa", "fonts/ofl/*/*.ttf", 1.3),
)
_EAST_ASIAN = ("justmytype_intl_cjk", "fonts/ofl/notosans{}/*.ttf", 1.26)
_EAST_ASIAN_ORDER = {"ja": "jp", "ko": "kr", "zh-hant": "tc", "zh-tw": "tc", "zh-hk": "tc"}
_SYSTEM = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "C:/Windows/Fonts")
_OF_THE_SYSTEM = ("**/NotoSans*-Bold.*", "**/NotoEmoji-*.ttf", "**/DejaVuSans-Bold.ttf")


@dataclass(frozen=True)
class Face:
    """A file with a font, and how far apart lines of it stand, in heights of it."""

    file: str
    leading: float

    def at(self, size: int) -> ImageFont.FreeTypeFont:
        """The font in a size, in pixels."""
        return _opened(self.file, size)

    def has(self, cluster: str) -> bool:
        """Whether it can draw all that belongs together there."""
        return all(_has(self.file, one) for one in cluster if not _unseen(one))


def shaped() -> bool:
    """Whether letters can be joined and turned as scripts need it; FriBiDi is the machine's own."""
    return bool(features.check("raqm") and features.check("fribidi"))


def needs_shaping(text: str) -> bool:
    """Whether there are letters that stand wrong where nothing joins and turns them."""
    return any(unicodedata.bidirectional(one) in ("R", "AL") or _indic(one) for one in text)


@cache
def faces(language: str) -> Sequence[Face]:
    """All that there are, the best first.

    Arguments:
        language: for which, among those of East Asia, as a tag.
    """
    return [*_packaged(language), *_of_the_system()]


def _packaged(language: str) -> Iterator[Face]:
    for package, pattern, leading in _PACKAGED:
        yield from _found(package, pattern, leading)
    package, pattern, leading = _EAST_ASIAN
    tag = language.lower()
    first = _EAST_ASIAN_ORDER.get(tag) or _EAST_ASIAN_ORDER.get(tag.partition("-")[0], "sc")
    for name in dict.fromkeys((first, "sc", "jp", "kr", "tc")):
        yield from _found(package, pattern.format(name), leading)


def _found(package: str, pattern: str, leading: float) -> Iterator[Face]:
    spec = importlib.util.find_spec(package)
    for folder in spec.submodule_search_locations or () if spec else ():
        yield from (Face(str(file), leading) for file in sorted(Path(folder).glob(pattern)))


def _of_the_system() -> Iterator[Face]:
    for folder in _SYSTEM:
        for pattern in _OF_THE_SYSTEM:
            yield from (Face(str(file), 1.4) for file in sorted(Path(folder).glob(pattern)))


@cache
def _opened(file: str, size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(file, size)
    try:
        axes = font.get_variation_axes()
    except (OSError, NotImplementedError):
        return font  # it comes in one weight
    font.set_variation_by_axes([_along(axis) for axis in axes])
    return font


def _along(axis: Any) -> float:
    weight = bytes(axis["name"] or b"") == b"Weight"
    wanted = _WEIGHT if weight else axis["default"]
    return float(min(max(wanted, axis["minimum"]), axis["maximum"]))


@cache
def _has(file: str, character: str) -> bool:
    return _drawn(file, character) != _drawn(file, _NOTHING)


@cache
def _drawn(file: str, character: str) -> tuple[Any, bytes]:
    font = _probe(file)
    mask = font.getmask(character)
    return (mask.size, font.getlength(character)), bytes(mask)


@cache
def _probe(file: str) -> ImageFont.FreeTypeFont:
    # Without layout: whether there is a glyph, and not what it becomes beside others.
    return ImageFont.truetype(file, _PROBED, layout_engine=ImageFont.Layout.BASIC)


def _unseen(character: str) -> bool:
    """Whether it only says how its neighbours are drawn."""
    return unicodedata.category(character) == "Cf" or "\ufe00" <= character <= "\ufe0f"


def _indic(character: str) -> bool:
    """Whether its letters change places or forms: the scripts from Devanagari to Khmer."""
    return (
        "\u0900" <= character <= "\u0dff"
        or "\u0f00" <= character <= "\u109f"
        or ("\u1780" <= character <= "\u17ff")
    )
