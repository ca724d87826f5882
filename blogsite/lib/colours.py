"""Colours as screens show them: how well one is read on another, and what makes it readable.

Contrast is WCAG's (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio). Lightness is that of Oklab by
Björn Ottosson (https://bottosson.github.io/posts/oklab/), in which a colour that is made lighter or
darker keeps its hue to the eye. A colour is written `#rrggbb` everywhere.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import tinycss2.color3

TEXT = 4.5
"""The least contrast of words, by WCAG's level AA."""
SHAPE = 3.0
"""The least contrast of what must be seen without being read: the edge of a field, a mark."""

_LINEAR = 0.04045  # below it sRGB is a straight line
_STEP = 0.002  # of lightness: less than anybody sees
_MIDDLE = 0.18  # of luminance: where black and white are read equally well
_TO_LMS = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
_FROM_LAB = (
    (1.0, 0.3963377774, 0.2158037573),
    (1.0, -0.1055613458, -0.0638541728),
    (1.0, -0.0894841775, -1.2914855480),
)
_FROM_LMS = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)

_Triple = tuple[float, float, float]


def canonical(written: str) -> str | None:
    """A colour as CSS writes it (`teal`, `#0a8`, `rgb(0 128 128)`), in one way; None if it is none.

    One that lets others shine through is none, nor is one that stands for another.
    """
    colour = tinycss2.color3.parse_color(written.strip())
    if colour is None or isinstance(colour, str) or colour.alpha < 1:
        return None
    if not all(map(math.isfinite, colour)):  # `hsl(5, 1e999%, 1e999%)`
        return None
    return _written((colour.red, colour.green, colour.blue))


def contrast(one: str, other: str) -> float:
    """How far two colours are apart, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """As `color-mix(in srgb, …)`: so much of one, the rest of the other."""
    pairs = zip(_read(one), _read(other), strict=True)
    red, green, blue = (a * share + b * (1 - share) for a, b in pairs)
    return _written((red, green, blue))


@lru_cache(maxsize=1024)
def readable(colour: str, grounds: Sequence[str], at_least: float = TEXT) -> str:
    """The nearest colour of the same hue that can be read on all of some grounds.

    Arguments:
        colour: any.
        grounds: a tuple of colours, all light or all dark.
        at_least: the contrast it is to have on each.

    Raises:
        ValueError: no colour can be read on all of them.
    """
    if _read_on(colour, grounds, at_least):
        return colour
    lightness, chroma, hue = _oklch(colour)
    end = 0.0 if min(map(_luminance, grounds)) > _MIDDLE else 1.0
    farthest = "#000000" if end == 0 else "#ffffff"
    if not _read_on(farthest, grounds, at_least):
        raise ValueError(grounds)
    near, far, found = lightness, end, farthest
    while abs(far - near) > _STEP:
        middle = (near + far) / 2
        shade = _from_oklch(middle, chroma, hue)
        if _read_on(shade, grounds, at_least):
            far, found = middle, shade
        else:
            near = middle
    return found


def _read_on(colour: str, grounds: Sequence[str], at_least: float) -> bool:
    return all(contrast(colour, ground) >= at_least for ground in grounds)


def _read(colour: str) -> _Triple:
    red, green, blue = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    return red, green, blue


def _written(colour: Sequence[float]) -> str:
    return "#" + "".join(f"{round(min(max(one, 0), 1) * 255):02x}" for one in colour)


def _linear(one: float) -> float:
    return one / 12.92 if one <= _LINEAR else ((one + 0.055) / 1.055) ** 2.4


def _curved(one: float) -> float:
    one = max(one, 0.0)
    return one * 12.92 if one <= _LINEAR / 12.92 else 1.055 * one ** (1 / 2.4) - 0.055


@lru_cache(maxsize=4096)
def _luminance(colour: str) -> float:
    red, green, blue = map(_linear, _read(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _times(matrix: Sequence[_Triple], of: Sequence[float]) -> list[float]:
    return [sum(a * b for a, b in zip(row, of, strict=True)) for row in matrix]


def _oklch(colour: str) -> _Triple:
    lms = _times(_TO_LMS, [_linear(one) for one in _read(colour)])
    lightness, a, b = _times(_TO_LAB, [math.cbrt(one) for one in lms])
    return lightness, math.hypot(a, b), math.atan2(b, a)


def _from_oklch(lightness: float, chroma: float, hue: float) -> str:
    """The colour itself, or the most vivid one of its hue that a screen can show."""
    if not _shown(_screen(lightness, chroma, hue)):
        low, high = 0.0, chroma
        for _ in range(12):
            chroma = (low + high) / 2
            low, high = (chroma, high) if _shown(_screen(lightness, chroma, hue)) else (low, chroma)
        chroma = low
    return _written([_curved(one) for one in _screen(lightness, chroma, hue)])


def _screen(lightness: float, chroma: float, hue: float) -> list[float]:
    lab = (lightness, chroma * math.cos(hue), chroma * math.sin(hue))
    return _times(_FROM_LMS, [one**3 for one in _times(_FROM_LAB, lab)])


def _shown(colour: Sequence[float]) -> bool:
    return all(-0.0001 <= one <= 1.0001 for one in colour)
