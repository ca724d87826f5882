"""Pictures of nothing: colours that run into each other, and shapes in order."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from PIL import Image, ImageDraw

from blogsite.cli.demo.pictures.palettes import Colour, Size, mixed

Palette = Sequence[Colour]


def light(size: Size, palette: Palette, random: Random) -> Image.Image:
    """Colours that run into each other."""
    small = Image.new("RGB", (5, 4))
    for y in range(4):
        for x in range(5):
            near = palette[min(4, max(0, round(y * 1.2 + random.uniform(-1.3, 1.3))))]
            small.putpixel((x, y), mixed(near, palette[random.randrange(4)], 0.35))
    return small.resize(size, Image.Resampling.BICUBIC)


def tiles(size: Size, palette: Palette, random: Random) -> Image.Image:
    """Quarters and halves of circles on squares."""
    across = 6
    side = size[0] / across
    image = Image.new("RGB", size, palette[0])
    draw = ImageDraw.Draw(image)
    for row in range(round(size[1] / side + 0.5)):
        for column in range(across):
            ground, figure = random.sample(range(5), k=2)
            box = (column * side, row * side, (column + 1) * side, (row + 1) * side)
            draw.rectangle(box, fill=palette[ground])
            _figure(draw, box, palette[figure], random)
    return image


def waves(size: Size, palette: Palette, random: Random) -> Image.Image:
    """Scales of rings, each row over the one before."""
    count = random.choice((4, 5))
    radius = size[0] / count / 2 * 1.02
    image = Image.new("RGB", size, palette[0])
    draw = ImageDraw.Draw(image)
    rings = [palette[one] for one in random.sample(range(5), k=5)]
    row = 0
    while row * radius / 2 - radius < size[1]:
        y, shift = row * radius / 2, radius * (row % 2)
        for column in range(-1, count + 1):
            x = column * 2 * radius + shift + radius
            for ring, colour in enumerate(rings):
                wide = radius * (1 - ring / len(rings))
                draw.ellipse((x - wide, y - wide, x + wide, y + wide), fill=colour)
        row += 1
    return image


def _figure(
    draw: ImageDraw.ImageDraw,
    box: tuple[float, float, float, float],
    colour: Colour,
    random: Random,
) -> None:
    left, top, right, bottom = box
    side, kind = right - left, random.randrange(4)
    if kind == 0:
        draw.ellipse(
            (left + side * 0.16, top + side * 0.16, right - side * 0.16, bottom - side * 0.16),
            fill=colour,
        )
    elif kind == 1:
        draw.polygon(
            [(left, bottom), (right, bottom), random.choice([(left, top), (right, top)])],
            fill=colour,
        )
    else:
        corner = random.randrange(4)
        x, y = (left, right)[corner % 2], (top, bottom)[corner // 2]
        start = (0, 90, 270, 180)[corner]
        draw.pieslice((x - side, y - side, x + side, y + side), start, start + 90, fill=colour)
