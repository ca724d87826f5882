"""What is like a photograph to whoever makes it smaller: soft shapes, sharp edges, grain."""

from __future__ import annotations

import random
from functools import reduce
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Size = tuple[int, int]

TILE = (4000, 3000)
"""Larger ones are laid out with it: what is measured does not look for what comes again."""


def photograph(size: Size = TILE) -> Image.Image:
    """Clouds whose strength falls with their fineness, polygons before them, and grain."""
    light = _clouds(size)
    small = max(2, size[0] // 8), max(2, size[1] // 8)
    tints = [_clouds(small).resize(size, Image.Resampling.BICUBIC) for _ in range(3)]
    drawn = Image.merge("RGB", [ImageChops.add(light, tint, 2) for tint in tints])
    grain = Image.effect_noise(size, 4)
    return ImageChops.add(_with_edges(drawn), Image.merge("RGB", [grain] * 3), 1, -128)


def laid_out(tile: Image.Image, size: Size) -> Image.Image:
    """A large one of many that are the same."""
    made = Image.new("RGB", size)
    for left in range(0, size[0], tile.width):
        for top in range(0, size[1], tile.height):
            made.paste(tile, (left, top))
    return made


def saved(drawn: Image.Image, path: Path, **options: Any) -> Path:
    drawn.save(path, **options)
    return path


def _clouds(size: Size) -> Image.Image:
    layers, strength, step = [], 90.0, max(size)
    while step >= 2:
        cells = max(2, size[0] // step + 2), max(2, size[1] // step + 2)
        noise = Image.effect_noise(cells, strength)
        layers.append(noise.resize(size, Image.Resampling.BICUBIC))
        strength, step = strength * 0.66, step // 2
    return reduce(lambda one, other: ImageChops.add(one, other, 1, -128), layers)


def _with_edges(drawn: Image.Image) -> Image.Image:
    chance, over = random.Random(1), drawn.copy()  # noqa: S311 (the same ones each time)
    pen, (width, height) = ImageDraw.Draw(over), drawn.size
    for _ in range(120):
        left, top = chance.randrange(width), chance.randrange(height)
        reach = chance.randrange(16, max(17, width // 6))
        colour = tuple(chance.randrange(20, 235) for _ in range(3))
        corners = [
            (left + chance.randrange(-reach, reach), top + chance.randrange(-reach, reach))
            for _ in range(chance.randrange(3, 7))
        ]
        pen.polygon(corners, fill=colour)
    return Image.blend(drawn, over.filter(ImageFilter.GaussianBlur(0.8)), 0.6)
