"""Pictures for a demo site, drawn by code: always the same ones, whatever is seeded."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from functools import cache
from random import Random

from PIL import Image, ImageDraw

from blogsite.cli.demo.pictures import posters, scenes
from blogsite.cli.demo.pictures.palettes import (
    ALL,
    DAWN,
    DUSK,
    FROST,
    MEADOW,
    NIGHT,
    NOON,
    PLUM,
    SAND,
    Colour,
    Size,
    colours,
    mixed,
)

COUNT = 30
FACES = 12

MOTIFS: Sequence[
    tuple[Callable[[Size, Sequence[Colour], Random], Image.Image], Sequence[Sequence[str]]]
] = (
    (scenes.hills, (DAWN, MEADOW, NOON)),
    (scenes.mountains, (NOON, DUSK, FROST)),
    (scenes.sea, (DAWN, NOON, DUSK)),
    (scenes.forest, (MEADOW, FROST, NOON)),
    (scenes.night, (NIGHT, DUSK, NOON)),
    (scenes.dunes, (SAND, DAWN, PLUM)),
    (scenes.skyline, (DUSK, DAWN, NIGHT)),
    (posters.light, (PLUM, NOON, DAWN)),
    (posters.tiles, (DAWN, NOON, MEADOW)),
    (posters.waves, (NOON, DUSK, MEADOW)),
)
"""What is drawn, in the order in which the word lists name it, and in which colours."""

_SHAPES: Sequence[Size] = ((960, 640), (960, 640), (720, 960), (960, 480))
_POSTERS = 8  # the number of the first motif that is drawn in flat shapes
_FINER = 2  # drawn larger and made small: edges without steps
_FACE = 256


def motif(number: int) -> int:
    """Which one a picture shows."""
    return number % len(MOTIFS)


def label(number: int) -> str:
    """The name of its file."""
    draw, _palettes = MOTIFS[motif(number)]
    ending = "png" if motif(number) >= _POSTERS else "jpg"
    return f"{draw.__name__}-{number // len(MOTIFS) + 1}.{ending}"


@cache
def drawn(number: int) -> Image.Image:
    """One of `COUNT` pictures."""
    draw, palettes = MOTIFS[motif(number)]
    variant = number // len(MOTIFS)
    width, height = _SHAPES[(variant + number) % len(_SHAPES)]
    palette = colours(palettes[variant % len(palettes)])
    random = Random(f"demo picture {number}")  # noqa: S311
    return draw((_FINER * width, _FINER * height), palette, random).reduce(_FINER)


def as_sent(number: int) -> tuple[str, bytes]:
    """Its kind and its file, as somebody would send it: flat shapes as PNG, the others as JPEG."""
    made = io.BytesIO()
    if motif(number) >= _POSTERS:
        drawn(number).quantize(64, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
            made, "PNG"
        )
        return "PNG", made.getvalue()
    drawn(number).save(made, "JPEG", quality=84)
    return "JPEG", made.getvalue()


@cache
def face(number: int) -> bytes:
    """The picture of a person or a blog, as a square WebP: one of `FACES`."""
    random = Random(f"demo face {number}")  # noqa: S311
    palette = colours(ALL[number % len(ALL)])
    side = _FACE * _FINER
    image = posters.light((side, side), palette, random)
    draw = ImageDraw.Draw(image)
    skin, coat, hair = palette[0], palette[4], mixed(palette[3], palette[4], random.random())
    draw.ellipse((side * 0.12, side * 0.72, side * 0.88, side * 1.6), fill=coat)
    if number % 2:
        draw.ellipse((side * 0.27, side * 0.2, side * 0.73, side * 0.78), fill=hair)
    draw.rounded_rectangle(
        (side * 0.44, side * 0.55, side * 0.56, side * 0.8),
        side * 0.06,
        fill=mixed(skin, palette[2], 0.25),
    )
    draw.ellipse((side * 0.33, side * 0.26, side * 0.67, side * 0.66), fill=skin)
    draw.chord(
        (side * 0.31, side * 0.22, side * 0.69, side * 0.62),
        185 - 10 * (number % 3),
        355,
        fill=hair,
    )
    return _small(image)


@cache
def emblem(number: int) -> bytes:
    """The picture of a blog, as a square WebP: the middle of one of `COUNT`."""
    image = drawn(number)
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    return _small(image.crop((left, top, left + side, top + side)))


def _small(image: Image.Image) -> bytes:
    made = io.BytesIO()
    image.resize((_FACE, _FACE), Image.Resampling.LANCZOS).save(made, "WEBP", quality=82, method=4)
    return made.getvalue()
