"""Pictures that weigh what photographs do: hills and noise, another one for each number."""

from __future__ import annotations

import io
import random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

_SIZE = (2400, 1600)
_HILLS = 5


def landscape(number: int) -> bytes:
    """A JPEG of 4 megapixels, the same every time for the same number."""
    chance = random.Random(number)
    drawn = _sky(chance)
    for hill in range(_HILLS):
        _raise(drawn, hill, chance)
    # Noise of a camera: smooth pictures weigh next to nothing.
    grain = Image.effect_noise(_SIZE, 24).convert("RGB").filter(ImageFilter.GaussianBlur(1))
    made = io.BytesIO()
    ImageChops.overlay(drawn, grain).save(made, "JPEG", quality=88)
    return made.getvalue()


def _sky(chance: random.Random) -> Image.Image:
    top, bottom = _colour(chance, 120, 200), _colour(chance, 190, 250)
    shade = Image.linear_gradient("L").resize(_SIZE)
    return Image.composite(Image.new("RGB", _SIZE, bottom), Image.new("RGB", _SIZE, top), shade)


def _raise(drawn: Image.Image, hill: int, chance: random.Random) -> None:
    width, height = _SIZE
    level = height * (0.35 + 0.13 * hill)
    ridge = [
        (x, level + chance.uniform(-0.5, 0.5) * height * 0.12) for x in range(0, width + 1, 60)
    ]
    colour = _colour(chance, 40, 160 - 20 * hill)
    ImageDraw.Draw(drawn).polygon([(0, height), *ridge, (width, height)], fill=colour)


def _colour(chance: random.Random, least: int, most: int) -> tuple[int, int, int]:
    return (chance.randint(least, most), chance.randint(least, most), chance.randint(least, most))
