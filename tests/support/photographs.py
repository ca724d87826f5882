"""Pictures of all kinds for a blog: honest ones, and such as were made for the purpose."""

from __future__ import annotations

import io
import struct
from typing import Any

from PIL import Image, ImageDraw

from tests.support.portraits import HTML, LEFT, PLACE, REFUSED, RIGHT, picture, telling_picture


def animation(frames: int = 4, form: str = "GIF", **options: Any) -> bytes:
    """Frames of ever other colours, shown for 80 ms each."""
    drawn = [Image.new("RGB", (60, 40), (20 * n % 256, 90, 200)) for n in range(frames)]
    made = io.BytesIO()
    drawn[0].save(
        made, form, save_all=True, append_images=drawn[1:], duration=80, loop=0, **options
    )
    return made.getvalue()


def of_mode(mode: str, form: str, value: Any) -> bytes:
    """A plain picture of one colour in a mode of Pillow's."""
    made = io.BytesIO()
    Image.new(mode, (40, 30), value).save(made, form)
    return made.getvalue()


def opened(content: bytes) -> Image.Image:
    with Image.open(io.BytesIO(content)) as image:
        image.load()
        return image


def scene(size: tuple[int, int], *, clear: bool = False) -> Image.Image:
    """Soft colours with sharp edges across them, and a hole in the middle where it is clear."""
    colours = [Image.radial_gradient("L"), Image.linear_gradient("L"), Image.radial_gradient("L")]
    drawn = Image.merge("RGB", [one.rotate(90 * n) for n, one in enumerate(colours)])
    drawn = drawn.resize(size, Image.Resampling.BICUBIC)
    pen = ImageDraw.Draw(drawn)
    for n in range(0, size[0], max(1, size[0] // 12)):
        pen.line((n, 0, size[0] - n, size[1]), fill=(n % 256, 240, 90), width=3)
    if clear:
        drawn.putalpha(Image.radial_gradient("L").resize(size))
    return drawn


HEIC = struct.pack(">I", 24) + b"ftypheic\0\0\0\0mif1heic" + bytes(400)
POLYGLOT = picture("JPEG", comment=HTML)
WITH_A_PAGE_BEHIND = picture("PNG") + HTML

BAD: dict[str, bytes] = {
    **REFUSED,
    "a HEIC": HEIC,
    "a JPEG that is a page too": POLYGLOT,
    "a PNG with a page behind it": WITH_A_PAGE_BEHIND,
    "an APNG of 100 frames": animation(100, "PNG"),
    "a WebP that moves": animation(3, "WEBP"),
    "a GIF of 501 frames": animation(501),
}

__all__ = ["BAD", "HEIC", "LEFT", "PLACE", "RIGHT", "picture", "telling_picture"]
