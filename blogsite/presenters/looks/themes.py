"""The built-in themes: colours by day and by night, and the fonts of each.

What else sets a theme apart stands in `static/css/look-<name>.css`. A test computes the contrast of
every colour of words on every ground.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Colours = Mapping[str, str]
"""The colours of a page by the names of their custom properties, without the two dashes."""


@dataclass(frozen=True, kw_only=True)
class Theme:
    """The looks of a blog before its members change anything."""

    fonts: str
    day: Colours
    night: Colours
    file: str | None = None
    """The piece of `static/css` that belongs to it."""
    banded: bool = False
    """Whether that piece has a band of colour behind the blog's name."""


@dataclass(frozen=True, kw_only=True)
class Fonts:
    """A pair of families for titles and for texts, all of them to be found on readers' devices."""

    titles: str
    text: str
    measure: float
    """How wide a line of some 66 letters is, in the size of the text."""


PAPER, NOVEL, STUDIO, ORCHARD = "paper", "novel", "studio", "orchard"
DEFAULT = PAPER
"""The site's own looks, which every page has anyway."""

THEMES: Mapping[str, Theme] = {
    PAPER: Theme(
        fonts="journal",
        day={
            "ground": "#fbfcfb",
            "paper": "#ffffff",
            "ink": "#1a201e",
            "soft": "#58635f",
            "line": "#e0e6e3",
            "edge": "#808c87",
            "wash": "#f0f4f2",
            "under": "#f0f4f2",
            "accent": "#0d6653",
            "on-accent": "#ffffff",
            "warn": "#8a5a00",
            "plan": "#3f55a5",
            "danger": "#a8322a",
            "danger-wash": "#fcf1ef",
            "mark": "#fbeeb0",
        },
        night={
            "ground": "#141816",
            "paper": "#1a1f1d",
            "ink": "#e3e8e5",
            "soft": "#9ba7a2",
            "line": "#2a322f",
            "edge": "#6d7974",
            "wash": "#1e2522",
            "accent": "#7fcdb5",
            "on-accent": "#0b1713",
            "warn": "#e0b35f",
            "plan": "#a9b8f5",
            "danger": "#f2958c",
            "danger-wash": "#2b1b19",
            "mark": "#564714",
        },
    ),
    NOVEL: Theme(
        fonts="book",
        file="look-novel",
        day={
            "ground": "#f8f2e6",
            "paper": "#fdf9f0",
            "ink": "#2a2019",
            "soft": "#665848",
            "line": "#e2d7c3",
            "edge": "#8f7f66",
            "wash": "#f0e7d6",
            "under": "#f0e7d6",
            "accent": "#8a2b2b",
            "on-accent": "#ffffff",
            "warn": "#7a4f00",
            "plan": "#3d4f91",
            "danger": "#a82319",
            "danger-wash": "#f8e6dd",
            "mark": "#f5e2a0",
        },
        night={
            "ground": "#1b1713",
            "paper": "#221d18",
            "ink": "#e8dfd1",
            "soft": "#ab9f8e",
            "line": "#352d25",
            "edge": "#7d7162",
            "wash": "#28221c",
            "accent": "#e9a395",
            "on-accent": "#1f100d",
            "warn": "#dfb366",
            "plan": "#b4bdf0",
            "danger": "#f79a8c",
            "danger-wash": "#351d18",
            "mark": "#4d3e15",
        },
    ),
    STUDIO: Theme(
        fonts="modern",
        file="look-studio",
        day={
            "ground": "#ffffff",
            "paper": "#ffffff",
            "ink": "#0c0d12",
            "soft": "#5a5d69",
            "line": "#e3e5eb",
            "edge": "#868a97",
            "wash": "#f3f4f8",
            "under": "#f3f4f8",
            "accent": "#1d46e6",
            "on-accent": "#ffffff",
            "warn": "#865000",
            "plan": "#6235c2",
            "danger": "#bd1530",
            "danger-wash": "#fdeef0",
            "mark": "#fff1a6",
        },
        night={
            "ground": "#0b0c10",
            "paper": "#13151b",
            "ink": "#f1f2f6",
            "soft": "#a2a6b4",
            "line": "#272a34",
            "edge": "#717686",
            "wash": "#191c24",
            "accent": "#9db2ff",
            "on-accent": "#080c1d",
            "warn": "#e7b65a",
            "plan": "#c8b6ff",
            "danger": "#ff949d",
            "danger-wash": "#32161b",
            "mark": "#534611",
        },
    ),
    ORCHARD: Theme(
        fonts="friendly",
        file="look-orchard",
        banded=True,
        day={
            "ground": "#fff8f0",
            "paper": "#fffdfa",
            "ink": "#33211c",
            "soft": "#6c554b",
            "line": "#f0dfcf",
            "edge": "#9a8072",
            "wash": "#ffeddc",
            "under": "#ffeddc",
            "accent": "#ad3510",
            "on-accent": "#ffffff",
            "warn": "#7d5000",
            "plan": "#58489b",
            "danger": "#a91c3f",
            "danger-wash": "#fde7e6",
            "mark": "#ffe59a",
        },
        night={
            "ground": "#1c1413",
            "paper": "#251b19",
            "ink": "#f3e6de",
            "soft": "#b9a398",
            "line": "#3a2b27",
            "edge": "#87716a",
            "wash": "#2d201d",
            "accent": "#ffad85",
            "on-accent": "#240f06",
            "warn": "#ecbd63",
            "plan": "#c5b9f7",
            "danger": "#ff9cae",
            "danger-wash": "#3a1a20",
            "mark": "#5a4410",
        },
    ),
}

_CHARTER = 'Charter, "Bitstream Charter", "Sitka Text", Cambria, P052, "Noto Serif", Georgia, serif'
_OLD_STYLE = (
    '"Iowan Old Style", "Palatino Linotype", Palatino, "URW Palladio L", P052, "Noto Serif", serif'
)
_DIDONE = 'Didot, "Bodoni MT", "Noto Serif Display", "URW Palladio L", P052, Sylfaen, serif'
_GROTESQUE = (
    'Inter, "Helvetica Neue", "Arial Nova", "Nimbus Sans", Arial, "Liberation Sans", sans-serif'
)
_HUMANIST = 'Seravek, "Gill Sans Nova", Ubuntu, Calibri, "DejaVu Sans", "Noto Sans", sans-serif'
_ROUNDED = (
    'ui-rounded, "Hiragino Maru Gothic ProN", Quicksand, Nunito, "Arial Rounded MT Bold", Ubuntu, '
    'Calibri, "Noto Sans", sans-serif'
)
_SYSTEM = 'system-ui, "Segoe UI", Roboto, "Liberation Sans", sans-serif'
_TYPEWRITER = 'ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace'

FONTS: Mapping[str, Fonts] = {
    "journal": Fonts(titles=_CHARTER, text=_CHARTER, measure=30),
    "book": Fonts(titles=_OLD_STYLE, text=_OLD_STYLE, measure=30),
    "review": Fonts(titles=_DIDONE, text=_CHARTER, measure=30),
    "magazine": Fonts(titles=_GROTESQUE, text=_CHARTER, measure=30),
    "modern": Fonts(titles=_GROTESQUE, text=_SYSTEM, measure=32),
    "friendly": Fonts(titles=_ROUNDED, text=_HUMANIST, measure=32),
    "typescript": Fonts(titles=_TYPEWRITER, text=_TYPEWRITER, measure=40),
}
"""Stacks after https://modernfontstacks.com (CC0)."""

WIDTHS: Mapping[str, float] = {"narrow": 0.86, "normal": 1, "wide": 1.2}
NORMAL = "normal"
