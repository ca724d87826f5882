"""Landscapes, drawn in flat layers: what is far is pale, what is near is dark."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from random import Random

from PIL import Image, ImageDraw

from blogsite.cli.demo.pictures.palettes import Colour, Size, mixed, shine, sky

Palette = Sequence[Colour]
Draw = ImageDraw.ImageDraw


def hills(size: Size, palette: Palette, random: Random) -> Image.Image:
    """Rolling hills behind each other, the sun above them."""
    image = sky(size, palette[0], mixed(palette[0], palette[1], 0.75))
    place = (random.uniform(0.25, 0.75), random.uniform(0.2, 0.34))
    _sun(image, place, 0.05, mixed(palette[0], (255, 255, 255), 0.6))
    draw, count = ImageDraw.Draw(image), 6
    for layer in range(count):
        share = layer / (count - 1)
        colour = mixed(palette[1], palette[4], share**1.15)
        _land(draw, size, _waves(random, 0.4 + 0.5 * share, 0.075, 3), colour)
    return image


def mountains(size: Size, palette: Palette, random: Random) -> Image.Image:
    """Ridges with snow on the highest, mist in the valleys."""
    image = sky(size, palette[1], palette[0])
    draw = ImageDraw.Draw(image)
    for layer in range(4):
        share = layer / 3
        ridge = _ridge(random, 0.34 + 0.42 * share, 0.24 - 0.13 * share)
        colour = mixed(palette[2], palette[4], share)
        _land(draw, size, ridge, colour)
        if layer == 0:
            _snow(draw, size, ridge, mixed(palette[0], (255, 255, 255), 0.7))
    return image


def forest(size: Size, palette: Palette, random: Random) -> Image.Image:
    """Rows of spruces that come out of the fog."""
    image = sky(size, palette[0], mixed(palette[0], palette[2], 0.5))
    draw, count = ImageDraw.Draw(image), 5
    for layer in range(count):
        share = layer / (count - 1)
        ground = _waves(random, 0.5 + 0.45 * share, 0.04, 2)
        colour = mixed(palette[1], palette[4], share)
        _land(draw, size, ground, colour)
        step = 0.012 + 0.022 * share
        for number in range(round(1 / step) + 1):
            across = number * step + random.uniform(-0.4, 0.4) * step
            tall = (0.06 + 0.13 * share) * random.uniform(0.6, 1.2)
            _spruce(draw, size, (across, ground(across)), tall, colour)
    return image


def sea(size: Size, palette: Palette, random: Random) -> Image.Image:
    """The sun low above the water, and its way to the shore."""
    width, height = size
    image = sky(size, mixed(palette[1], palette[2], 0.3), palette[0])
    across, horizon = random.uniform(0.35, 0.65), random.uniform(0.52, 0.6)
    _sun(image, (across, horizon - 0.06), 0.07, mixed(palette[0], (255, 255, 255), 0.55))
    below = round(horizon * height)
    image.paste(sky((width, height - below), palette[2], palette[4]), (0, below))
    draw = ImageDraw.Draw(image)
    for _stroke in range(260):
        depth = random.random() ** 1.4
        spread = 0.03 + 0.16 * depth
        x, long = across + random.gauss(0, spread), random.uniform(0.006, 0.05) * (0.4 + depth)
        y = horizon + 0.006 + (0.97 - horizon) * depth
        colour = mixed(palette[0], palette[2], min(1.0, 0.15 + abs(x - across) / spread * 0.35))
        _stroke_at(draw, size, (x, y), long, 0.0016 + 0.003 * depth, colour)
    return image


def night(size: Size, palette: Palette, random: Random) -> Image.Image:
    """Stars and the moon above dark ridges."""
    width, height = size
    image = sky(size, palette[4], mixed(palette[1], palette[0], 0.6))
    draw = ImageDraw.Draw(image)
    for _star in range(170):
        x, y, bright = (
            random.random() * width,
            random.random() ** 1.4 * height * 0.7,
            random.random(),
        )
        wide = width * (0.0006 + 0.0011 * bright)
        colour = mixed(palette[1], (255, 250, 235), 0.35 + 0.65 * bright)
        draw.ellipse((x - wide, y - wide, x + wide, y + wide), fill=colour)
    place = (random.uniform(0.2, 0.8), random.uniform(0.16, 0.3))
    _sun(image, place, 0.045, (250, 244, 226))
    for layer in range(3):
        ridge = _ridge(random, 0.66 + 0.12 * layer, 0.1)
        _land(draw, size, ridge, mixed(palette[2], (5, 8, 16), 0.25 + 0.3 * layer))
    return image


def dunes(size: Size, palette: Palette, random: Random) -> Image.Image:
    """Sand in long lines, each with a side in the light and one in the shade."""
    image = sky(size, palette[0], mixed(palette[0], palette[1], 0.5))
    draw, count = ImageDraw.Draw(image), 5
    for layer in range(count):
        share = layer / (count - 1)
        crest = _waves(random, 0.42 + 0.42 * share, 0.09, 1)
        _land(draw, size, crest, mixed(palette[1], palette[2], 0.2 + 0.8 * share))
        shade, lean = mixed(palette[2], palette[4], 0.15 + 0.5 * share), random.uniform(0.25, 0.5)
        foot = _waves(random, 0.07, 0.05, 1)
        _land(
            draw,
            size,
            lambda x, crest=crest, foot=foot, lean=lean: (  # type: ignore[misc]
                crest(x) + max(0.004, foot(x) + lean * abs(math.sin(2.2 * x + lean * 9)) ** 3)
            ),
            shade,
        )
    return image


def skyline(size: Size, palette: Palette, random: Random) -> Image.Image:
    """A town in the evening, behind some of its windows somebody is at home."""
    image = sky(size, mixed(palette[2], palette[3], 0.4), palette[0])
    _sun(image, (random.uniform(0.3, 0.7), 0.5), 0.09, mixed(palette[0], palette[1], 0.3))
    draw = ImageDraw.Draw(image)
    for layer in range(3):
        share = layer / 2
        colour = mixed(palette[2], palette[4], 0.25 + 0.75 * share)
        lit = mixed(palette[0], (255, 214, 130), 0.6) if layer == 2 else None
        left = -0.02
        while left < 1:
            wide = random.uniform(0.045, 0.11)
            top = 0.5 + 0.2 * share - random.uniform(0, 0.2) * (1 - 0.3 * share)
            _house(draw, size, (left, top, left + wide, 1.0), colour, lit, random)
            left += wide
    return image


def _sun(image: Image.Image, at: tuple[float, float], radius: float, colour: Colour) -> None:
    width, height = image.size
    shine(image, at, radius * 5, mixed(colour, (255, 255, 255), 0.1))
    x, y, wide = at[0] * width, at[1] * height, radius * width
    ImageDraw.Draw(image).ellipse((x - wide, y - wide, x + wide, y + wide), fill=colour)


def _waves(random: Random, base: float, height: float, count: int) -> Callable[[float], float]:
    parts = [
        (random.uniform(0.7, 1.3) / n, random.uniform(2.2, 4.2) * n, random.uniform(0, 7))
        for n in range(1, count + 1)
    ]
    return lambda x: base + height * sum(a * math.sin(f * x + p) for a, f, p in parts) / 1.6


def _ridge(random: Random, base: float, height: float) -> Callable[[float], float]:
    """A line of peaks: halved again and again, each time by a smaller amount."""
    count, rough = 64, 1.0
    line = {0: random.uniform(-0.5, 0.5), count: random.uniform(-0.5, 0.5)}
    step = count
    while step > 1:
        for at in range(step // 2, count, step):
            middle = (line[at - step // 2] + line[at + step // 2]) / 2
            line[at] = middle + random.uniform(-1, 1) * rough
        step, rough = step // 2, rough * 0.52

    def height_at(x: float) -> float:
        at = min(max(x, 0.0), 0.9999) * count
        one, share = int(at), at % 1
        return base - height * (line[one] * (1 - share) + line[one + 1] * share) / 1.2

    return height_at


def _points(size: Size, line: Callable[[float], float]) -> Iterator[tuple[float, float]]:
    steps = 160
    for n in range(steps + 1):
        yield n / steps * size[0], line(n / steps) * size[1]


def _land(draw: Draw, size: Size, line: Callable[[float], float], colour: Colour) -> None:
    draw.polygon([(0, size[1]), *_points(size, line), (size[0], size[1])], fill=colour)


def _snow(draw: Draw, size: Size, ridge: Callable[[float], float], colour: Colour) -> None:
    """What of a ridge is white: down to a line with tongues that follow its folds."""
    until = min(ridge(n / 64) for n in range(65)) + 0.11

    def line(x: float) -> float:
        return until + 0.02 * math.sin(41 * x) + 0.014 * math.sin(97 * x + 2)

    for (x, y), (_x, low), (after, high), (_after, deep) in zip(
        *(list(_points(size, one))[shift:] for shift in (0, 1) for one in (ridge, line)),
        strict=False,
    ):
        if y < low and high < deep:
            draw.polygon([(x, y), (after, high), (after, deep), (x, low)], fill=colour)


def _spruce(draw: Draw, size: Size, at: tuple[float, float], tall: float, colour: Colour) -> None:
    x, foot, height = at[0] * size[0], (at[1] + 0.02) * size[1], tall * size[1]
    for part in range(3):
        top, wide = foot - height * (1 - 0.22 * part), height * (0.1 + 0.055 * part)
        draw.polygon(
            [(x, top), (x - wide, top + height * 0.5), (x + wide, top + height * 0.5)], fill=colour
        )
    draw.rectangle((x - height * 0.02, foot - height * 0.3, x + height * 0.02, foot), fill=colour)


def _stroke_at(
    draw: Draw, size: Size, at: tuple[float, float], long: float, thick: float, colour: Colour
) -> None:
    x, y, wide, high = at[0] * size[0], at[1] * size[1], long * size[0], thick * size[1]
    draw.rounded_rectangle((x - wide / 2, y, x + wide / 2, y + high), radius=high / 2, fill=colour)


def _house(
    draw: Draw,
    size: Size,
    box: tuple[float, float, float, float],
    colour: Colour,
    lit: Colour | None,
    random: Random,
) -> None:
    left, top, right, bottom = (share * size[n % 2] for n, share in enumerate(box))
    draw.rectangle((left, top, right, bottom), fill=colour)
    if random.random() < 0.4:
        draw.polygon(
            [(left, top), ((left + right) / 2, top - (right - left) * 0.4), (right, top)],
            fill=colour,
        )
    step = size[0] * 0.016
    for row in range(int((bottom - top) / step / 1.4)):
        for column in range(int((right - left) / step) - 1):
            if lit and random.random() < 0.16:
                x, y = left + (column + 0.75) * step, top + (row + 0.7) * step * 1.4
                draw.rectangle((x, y, x + step * 0.42, y + step * 0.6), fill=lit)
