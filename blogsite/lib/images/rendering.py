"""Small pictures made of a large one, for screens of several widths."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from .opening import Size, fitting, shrunk, upright_size
from .telling import PNG

WIDTHS = (480, 960, 1600)
"""Pixels. A picture is also no higher than twice that."""
WIDTHS_OF_ANIMATIONS = (480, 960)
PLACEHOLDER = 16
"""Pixels of the longer side."""

_QUALITY, _EFFORT = 80, 4
_AVIF_QUALITY, _AVIF_SPEED = 60, 6
_EFFORT_FOR_FRAMES = 1
_STEADY = 100  # milliseconds of a frame that does not say how long it is shown


@dataclass(frozen=True, kw_only=True)
class Rendition:
    """One of them: `name` is the width that it was made for, `file` where it lies."""

    name: str
    width: int
    height: int
    file: str


def planned(size: Size, *, animated: bool = False) -> dict[str, Size]:
    """The sizes that a picture gets, by the widths that they are for; none larger than it is."""
    plan: dict[str, Size] = {}
    for width in WIDTHS_OF_ANIMATIONS if animated else WIDTHS:
        plan[str(width)] = fitting(size, (width, 2 * width))
        if plan[str(width)] == tuple(size):
            break
    return plan


def placeholder(image: Any) -> str:
    """A picture of a few pixels, to be shown until the true one is there, in Base64."""
    size = fitting(image.size, (PLACEHOLDER, PLACEHOLDER))
    made = io.BytesIO()
    image.resize(size, Image.Resampling.BOX).save(made, "WEBP", quality=30, method=6)
    return base64.b64encode(made.getvalue()).decode()


def rendered(image: Any, folder: Path) -> Sequence[Rendition]:
    """WebP files of all sizes that are planned.

    Arguments:
        image: opened, not loaded.
        folder: where they are put.
    """
    if getattr(image, "is_animated", False) and image.format == "GIF":
        return [_animation(image, folder, name, size) for name, size in _plan(image)]
    plan = dict(_plan(image))
    flat = image.format == PNG
    small = shrunk(image, list(plan.values())[-1])
    image.close()  # what is left to do takes much as well
    return list(_stills(small, plan, folder, flat=flat))


def rendered_anew(image: Any, folder: Path) -> Sequence[Rendition]:
    """The same as AVIF files, of a picture that does not move.

    Arguments:
        image: opened, not loaded.
        folder: where they are put.
    """
    plan = dict(_plan(image))
    large = shrunk(image, list(plan.values())[-1])
    image.close()
    return [
        _kept(_avif(_resized(large, size)), folder, name, size, "avif")
        for name, size in plan.items()
    ]


def _plan(image: Any) -> Iterator[tuple[str, Size]]:
    animated = bool(getattr(image, "is_animated", False))
    yield from planned(upright_size(image), animated=animated).items()


def _stills(large: Any, plan: dict[str, Size], folder: Path, *, flat: bool) -> Iterator[Rendition]:
    for name, size in plan.items():
        one = _resized(large, size)
        made = _webp(one)
        if flat:
            # Drawings and screenshots are often smaller as they are than with losses.
            whole = _webp(one, lossless=True)
            flat = len(whole) <= len(made)
            made = whole if flat else made
        yield _kept(made, folder, name, size)


def _resized(large: Any, size: Size) -> Any:
    return large if size == large.size else large.resize(size, Image.Resampling.LANCZOS)


def _avif(image: Any) -> bytes:
    made = io.BytesIO()
    image.save(made, "AVIF", quality=_AVIF_QUALITY, speed=_AVIF_SPEED)
    return made.getvalue()


def _webp(image: Any, *, lossless: bool = False) -> bytes:
    made = io.BytesIO()
    quality = {"lossless": True, "quality": 50} if lossless else {"quality": _QUALITY}
    image.save(made, "WEBP", method=_EFFORT, **quality)
    return made.getvalue()


def _animation(image: Any, folder: Path, name: str, size: Size) -> Rendition:
    made = io.BytesIO()
    durations = [_STEADY] * image.n_frames
    _film(image, size, durations).save(
        made,
        "WEBP",
        save_all=True,
        duration=durations,  # filled while the frames go by
        loop=image.info.get("loop", 1),
        quality=_QUALITY,
        method=_EFFORT_FOR_FRAMES,
    )
    return _kept(made.getvalue(), folder, name, size)


def _film(image: Any, size: Size, durations: list[int]) -> Any:
    """A picture that shows one small frame after the other: all at once would be too much."""
    film: Any = Image.new("RGBA", size)

    def seek(number: int) -> None:
        image.seek(number)
        durations[number] = int(image.info.get("duration") or _STEADY)
        film.paste(image.convert("RGBA").resize(size, Image.Resampling.BILINEAR))

    film.n_frames, film.seek, film.tell = image.n_frames, seek, lambda: 0
    return film


def _kept(made: bytes, folder: Path, name: str, size: Size, suffix: str = "webp") -> Rendition:
    file = folder / f"{name}.{suffix}"
    file.write_bytes(made)
    return Rendition(name=name, width=size[0], height=size[1], file=str(file))
