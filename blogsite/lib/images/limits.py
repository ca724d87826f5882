"""How large a picture may be: what can be made small without taking much memory."""

from __future__ import annotations

from typing import Any

from .telling import AVIF, GIF, JPEG, PNG, WEBP

MOST_PIXELS = {
    JPEG: 200_000_000,
    PNG: 25_000_000,
    GIF: 25_000_000,
    AVIF: 25_000_000,
    WEBP: 25_000_000,
}
"""A JPEG is decoded at a fraction of its size, the others whole: a process grows by no more than
150 MB."""

MOST_PIXELS_HELD = {**MOST_PIXELS, AVIF: 16_000_000, WEBP: 9_500_000}
"""Where Pillow has to decode all of them, see `native`: it holds 9 and 15 bytes a pixel."""

MOST_COEFFICIENTS = 60_000_000
"""Of a progressive JPEG, which is held whole, two bytes each: 40 megapixels, 20 in full colour."""

MOST_FRAMES = 500
MOST_PIXELS_OF_ALL_FRAMES = 150_000_000
MOST_PIXELS_OF_A_FRAME = 6_000_000
"""Of an animation: what came before a frame, and what is to come back after it, is held with it."""


class Refused(Exception):
    """This picture is not taken.

    Arguments:
        reason: `kind`, `heic`, `svg`, `page`, `damaged`, `pixels`, `progressive`, `scans`,
            `ballast`, `animation` or `frames`.
        most: what would have been the limit, where there is one.
        found: what there is instead.
    """

    def __init__(self, reason: str, *, most: int = 0, found: int = 0) -> None:
        super().__init__(reason)
        self.reason, self.most, self.found = reason, most, found


def check(image: Any, kind: str, *, most: int) -> None:
    """Let pass what is not too large, by what its first bytes say.

    Arguments:
        image: just opened, not loaded.
        kind: what it is.
        most: pixels.

    Raises:
        Refused: it is too large, or an animation that is no GIF.
    """
    pixels = image.width * image.height
    if pixels > most:
        raise Refused("pixels", most=most, found=pixels)
    if kind == JPEG and image.info.get("progressive"):
        _check_coefficients(image)
    frames = getattr(image, "n_frames", 1)
    if kind == GIF:
        _check_frames(frames, pixels)
    elif frames > 1 and image.format != "MPO":
        raise Refused("animation")


def _check_coefficients(image: Any) -> None:
    sampling = [(across, down) for _id, across, down, _table in image.layer]
    widest, highest = max(one[0] for one in sampling), max(one[1] for one in sampling)
    share = sum(across * down for across, down in sampling) / (widest * highest)
    if image.width * image.height * share > MOST_COEFFICIENTS:
        raise Refused("progressive", most=int(MOST_COEFFICIENTS / share))


def _check_frames(frames: int, pixels: int) -> None:
    moves = frames > 1
    too_much = frames * pixels > MOST_PIXELS_OF_ALL_FRAMES or pixels > MOST_PIXELS_OF_A_FRAME
    if frames > MOST_FRAMES or (moves and too_much):
        raise Refused("frames", most=MOST_FRAMES, found=frames)
