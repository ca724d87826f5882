"""Pictures: told by their content, made small for screens, without what they tell of their maker.

This package is loaded by its path too, in a process that has nothing else of ours and can be
stopped: see `lib.bounded`. A picture made for the purpose takes as much as it can get. What it
needs of itself it imports from beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .limits import MOST_FRAMES, MOST_PIXELS, Refused
from .opening import Size, fitting, opened, orientation, shrunk, upright_size
from .portraits import portrait
from .rendering import WIDTHS, Rendition, placeholder, planned, rendered, rendered_anew
from .stripping import stripped
from .telling import ENOUGH, FORMATS, holds_a_page, kind

_GLANCE = 64  # pixels


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What is known of a picture that was taken.

    `width` and `height` are those of the picture once it is turned upright; it is `clear` where one
    looks through it; `placeholder` is a WebP of a few pixels in Base64.
    """

    kind: str
    width: int
    height: int
    animated: bool
    clear: bool
    placeholder: str


def examine(path: str, original: str) -> Any:
    """Look at a picture from its first pixel to its last, and write it anew without its secrets.

    Arguments:
        path: the file that was sent.
        original: where to put the one that is kept.

    Returns:
        `Seen`; of what is refused a dictionary: the reason, see `Refused`, as `refused`, with
        what was `found` and what would have been the `most`.
    """
    try:
        return _examined(Path(path), Path(original))
    except Refused as refusal:
        return {"refused": refusal.reason, "most": refusal.most, "found": refusal.found}


def render(path: str, folder: str) -> list[Rendition]:
    """Make the smaller ones of a picture that was examined.

    Arguments:
        path: its file.
        folder: where to put them.

    Raises:
        Refused: it is no such picture.
    """
    with opened(Path(path)) as image:
        return list(rendered(image, Path(folder)))


def render_avif(path: str, folder: str) -> list[Rendition]:
    """Make the smaller ones once more, as AVIF; otherwise as `render`."""
    with opened(Path(path)) as image:
        return list(rendered_anew(image, Path(folder)))


def _examined(path: Path, original: Path) -> Seen:
    with opened(path) as image:
        turn = orientation(image)
        # The one of an iPhone or Android that has further pictures behind it is a JPEG.
        found = "JPEG" if image.format == "MPO" else str(image.format)
        size, animated = upright_size(image), getattr(image, "n_frames", 1) > 1 and found == "GIF"
        small = shrunk(image, fitting(size, (_GLANCE, _GLANCE)))
        if animated:
            image.seek(image.n_frames - 1)
            image.load()
        image.close()  # its file is read in a moment, which may be large too
    with path.open("rb") as file:
        if holds_a_page(file):
            raise Refused("page")
    with original.open("wb") as file:
        file.writelines(stripped(path.read_bytes(), found, turn=turn))
    return Seen(
        kind=found,
        width=size[0],
        height=size[1],
        animated=animated,
        clear=small.mode == "RGBA" and small.getextrema()[3][0] < 255,
        placeholder=placeholder(small),
    )


__all__ = [
    "ENOUGH",
    "FORMATS",
    "MOST_FRAMES",
    "MOST_PIXELS",
    "WIDTHS",
    "Refused",
    "Rendition",
    "Seen",
    "Size",
    "examine",
    "kind",
    "planned",
    "portrait",
    "render",
    "render_avif",
]
