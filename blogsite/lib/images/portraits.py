"""Portraits: whatever picture was sent becomes a small square one that carries nothing else."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageOps

from .limits import Refused
from .opening import fitting, opened, shrunk, upright_size

SIDE = 256
"""Pixels."""

_QUALITY, _EFFORT = 82, 4


def portrait(path: str, made: str) -> str | None:
    """The middle of a picture as a square WebP, upright, without its metadata.

    Arguments:
        path: the file that was sent.
        made: where to put the new one.

    Returns:
        Why it is refused, see `Refused`; None when it is made.
    """
    try:
        with opened(Path(path)) as image:
            whole = upright_size(image)
            # As small as it can be while the square in its middle is still large enough.
            share = min(1.0, SIDE / min(whole))
            size = fitting(
                whole, (max(1, round(whole[0] * share)), max(1, round(whole[1] * share)))
            )
            small = shrunk(image, size)
    except Refused as refusal:
        return refusal.reason
    square = ImageOps.fit(small, (SIDE, SIDE), Image.Resampling.LANCZOS)
    square.save(made, "WEBP", quality=_QUALITY, method=_EFFORT)
    return None
