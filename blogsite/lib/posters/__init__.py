"""Posters: some words on a coloured ground, as a picture, in whatever script they are written.

This package is loaded by its path too, in a process that has nothing else of ours and can be
stopped: see `lib.bounded`. What it needs of itself it imports from beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .drawing import drawn
from .poster import SIZE, Colours, Poster


def draw(path: str, told: Mapping[str, Any]) -> None:
    """Draw one.

    Arguments:
        path: where to put the PNG.
        told: a `Poster`, as a dictionary.
    """
    poster = Poster(**{**told, "colours": Colours(**told["colours"])})
    # Few colours and their shades: a palette holds them in a third of the bytes.
    drawn(poster).quantize(_SHADES).save(Path(path), "PNG", optimize=True)


_SHADES = 64

__all__ = ["SIZE", "Colours", "Poster", "draw"]
