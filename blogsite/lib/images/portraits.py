"""Portraits: whatever picture was sent becomes a small square one that carries nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from .limits import Refused
from .opening import fitting, opened, shrunk, upright_size
from .telling import holds_a_page

SIDE = 256
"""Pixels."""

_QUALITY, _EFFORT = 82, 4


def portrait(path: str, made: str) -> Any:
    """The middle of a picture as a square WebP, upright, without its metadata.

    Arguments:
        path: the file that was sent.
        made: where to put the new one.

    Returns:
        None when it is made; of what is refused a dictionary, as `examine` has it.
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
            _check_no_page(path)
    except Refused as refusal:
        return {"refused": refusal.reason, "most": refusal.most, "found": refusal.found}
    square = ImageOps.fit(small, (SIDE, SIDE), Image.Resampling.LANCZOS)
    square.save(made, "WEBP", quality=_QUALITY, method=_EFFORT)
    return None


def _check_no_page(path: str) -> None:
    with Path(path).open("rb") as file:
        if holds_a_page(file):
            raise Refused("page")
