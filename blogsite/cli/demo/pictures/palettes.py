"""Colours that get on with each other, from the sky down to what stands nearest."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageColor

Colour = tuple[int, int, int]
Size = tuple[int, int]

DAWN = ("#f9d9b8", "#f2a57b", "#c96f63", "#7d4a5e", "#3a2c44")
NOON = ("#dcecf2", "#a9cfdc", "#6fa3b0", "#3f7480", "#1d4450")
MEADOW = ("#f3f0d7", "#cfdba8", "#93b47c", "#55845c", "#234a3c")
DUSK = ("#f6c9a0", "#d98a8b", "#9a6a93", "#5a4a80", "#262750")
NIGHT = ("#38507a", "#293c63", "#1d2c4d", "#141f38", "#0b1224")
SAND = ("#fbead0", "#efc48b", "#d99a5b", "#b06a3b", "#6e3b26")
FROST = ("#f4f6f7", "#d5dfe5", "#a9bcc8", "#6f8798", "#34495a")
PLUM = ("#fbe3df", "#efb3b4", "#c9778f", "#86466e", "#3c2246")

ALL = (DAWN, NOON, MEADOW, DUSK, SAND, FROST, PLUM, NIGHT)


def colours(named: Sequence[str]) -> list[Colour]:
    """Red, green and blue of each."""
    return [ImageColor.getrgb(one)[:3] for one in named]


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """So much of the other in the one."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def sky(size: Size, above: Colour, below: Colour) -> Image.Image:
    """From one colour at the top to another at the bottom."""
    line = (1, size[1])  # of one pixel, and then broad
    fade = Image.linear_gradient("L").resize(line, Image.Resampling.BILINEAR)
    fall = Image.composite(Image.new("RGB", line, below), Image.new("RGB", line, above), fade)
    return fall.resize(size, Image.Resampling.NEAREST)


def shine(image: Image.Image, at: tuple[float, float], radius: float, colour: Colour) -> None:
    """A glow that fades outwards; places and lengths are shares of the width and height."""
    width, height = image.size
    side = round(2 * radius * width)
    glow = Image.radial_gradient("L").point(lambda value: max(0, 128 - value))
    glow = glow.resize((side, side), Image.Resampling.BILINEAR)
    corner = (round(at[0] * width - side / 2), round(at[1] * height - side / 2))
    image.paste(Image.new("RGB", (side, side), colour), corner, glow)
