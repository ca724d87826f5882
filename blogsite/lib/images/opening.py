"""A picture opened, made small while it is read, turned upright, in the colours of the web."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import AvifImagePlugin, Image, ImageCms

from . import avif, chunks, scans, webp
from .limits import MOST_PIXELS, MOST_PIXELS_HELD, Refused, check
from .telling import AVIF, ENOUGH, FORMATS, HEIC, JPEG, PNG, SVG, WEBP, kind

Size = tuple[int, int]

_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_LYING = (5, 6, 7, 8)
_STRIP = 500_000  # pixels

# `check` is stricter, and knows the kind.
Image.MAX_IMAGE_PIXELS = None
AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # each would hold a part of the picture

_SPARING = {WEBP: webp.available, AVIF: avif.available}
"""What is decoded without Pillow, where that can be."""

DAMAGED = (
    *(OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError),
    RuntimeError,  # of the AVIF decoder
)
"""What Pillow raises for files that end too early or are not what they say."""


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """A picture of which only the first bytes are read; nothing too large.

    Raises:
        Refused: it is none that we know, or too large; inside, also if it is damaged.
    """
    with path.open("rb") as file:
        known = kind(file.read(ENOUGH))
    if known not in FORMATS:
        raise Refused({HEIC: "heic", SVG: "svg"}.get(known, "kind"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a damaged EXIF block does no harm, it is not kept
            with _begun(path, known) as image:
                yield image
    except DAMAGED as error:
        raise Refused("damaged") from error


@dataclass(frozen=True, kw_only=True)
class Outline:
    """What Pillow has told of a picture that it is not to decode."""

    path: Path
    format: str
    size: Size
    mode: str
    info: dict[str, Any]
    exif: Any

    def getexif(self) -> Any:
        return self.exif

    def close(self) -> None:
        """Nothing of it is held."""


@contextmanager
def _begun(path: Path, known: str) -> Iterator[Any]:
    if known == PNG:
        chunks.check(path)
    image = Image.open(path, formats=(known,))
    whole = known not in _SPARING or not _SPARING[known]()
    with image:
        check(image, known, most=(MOST_PIXELS_HELD if whole else MOST_PIXELS)[known])
        if known == JPEG:
            scans.check(path)
        if whole:
            yield image
            return
        try:
            exif = image.getexif()
        except DAMAGED:
            exif = Image.Exif()
        profile = {"icc_profile": image.info.get("icc_profile")}
        outline = Outline(
            path=path, format=known, size=image.size, mode=image.mode, info=profile, exif=exif
        )
    del image  # it would hold the file
    yield outline


def orientation(image: Any) -> int:
    """How it lies, as EXIF counts: 1 is upright."""
    try:
        found = image.getexif().get(_ORIENTATION, 1)
    except DAMAGED:
        return 1
    return found if found in _TURNS else 1


def upright_size(image: Any) -> Size:
    """Width and height once it is turned."""
    return _turned(image.size, orientation(image))


def shrunk(image: Any, size: Size) -> Any:
    """The picture in that size, upright, as `RGB` or `RGBA` and with nothing else in it.

    No more than a strip of it is ever held a second time; of a JPEG, only as much is decoded as
    is needed.

    Arguments:
        image: opened, not loaded.
        size: once it is upright, no larger than it is.
    """
    turn, profile = orientation(image), image.info.get("icc_profile")
    lying = _turned(size, turn)
    with _decoded(image, lying) as whole:
        narrow = _narrowed(whole, lying)
    small = _in_web_colours(narrow.resize(lying, Image.Resampling.LANCZOS), profile)
    if turn in _TURNS:
        small = small.transpose(_TURNS[turn])
    small.info.clear()
    return small


def fitting(size: Size, box: Size) -> Size:
    """The largest size of the same shape that fits into a box and is not larger than it was."""
    share = min(1.0, box[0] / size[0], box[1] / size[1])
    return max(1, round(size[0] * share)), max(1, round(size[1] * share))


def _turned(size: Size, turn: int) -> Size:
    return (size[1], size[0]) if turn in _LYING else size


@contextmanager
def _decoded(image: Any, least: Size) -> Iterator[Any]:
    """What strips can be cut from: the picture, or a smaller one that is still large enough."""
    if isinstance(image, Outline):
        clear = image.mode == "RGBA"
        if image.format == AVIF:
            with avif.decoded(image.path, image.size, clear=clear) as planes:
                yield planes
        else:
            yield webp.decoded(image.path, image.size, least=least, clear=clear)
        return
    if image.format in (JPEG, "MPO"):
        image.draft(image.mode, least)
    image.load()
    yield image
    if image.format != "GIF":  # the last frame of which may still be asked for
        image.close()


def _narrowed(image: Any, size: Size) -> Any:
    """All of its rows, each as wide as it is to be: this half of resizing can be done in strips."""
    rows = max(2, _STRIP // image.width // 2 * 2)  # of two rows some share their colours
    narrow: Any = None
    for top in range(0, image.height, rows):
        bottom = min(top + rows, image.height)
        strip = _plain(image.crop((0, top, image.width, bottom)))
        strip = strip.resize((size[0], bottom - top), Image.Resampling.LANCZOS)
        if narrow is None:
            narrow = Image.new(strip.mode, (size[0], image.height))
        narrow.paste(strip, (0, top))
    return narrow


def _plain(strip: Any) -> Any:
    """In a mode that can be resized: transparent pixels must not colour their neighbours."""
    if strip.has_transparency_data:
        return strip.convert("RGBA").convert("RGBa")
    if strip.mode.startswith("I;16"):
        return strip.point(lambda value: value * (1 / 256)).convert("L")
    return strip if strip.mode in ("L", "CMYK") else strip.convert("RGB")


def _in_web_colours(image: Any, profile: bytes | None) -> Any:
    clear = image.mode == "RGBa"
    image = image.convert("RGBA") if clear else image
    if profile:
        try:
            return ImageCms.profileToProfile(
                image,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGBA" if clear else "RGB",
            )
        except (ImageCms.PyCMSError, *DAMAGED):
            pass  # made for other colours than it has, or damaged: as if there were none
    return image if clear else image.convert("RGB")
