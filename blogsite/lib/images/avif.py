"""AVIF, strip by strip out of its planes: Pillow would hold nine bytes a pixel, or more."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import POINTER, Structure, byref, c_int, c_uint8, c_uint32, c_void_p
from pathlib import Path
from typing import Any

from PIL import Image, _avif

from .limits import Refused
from .native import library

LOADED = _avif  # which loads what the library needs
MOST_BYTES = 100_000_000
"""Of the planes, which are held whole. 25 megapixels are 37 million in most pictures, and 200 in
one of ten bits, every colour in full and a mask beside it."""

_MAJOR = b"1."
"""The version whose structures these are: they only ever grow at their end within it."""
_SAMPLES = {1: 3.0, 2: 2.0, 3: 1.5, 4: 1.0}  # a pixel, by how the colours are thinned out
_OUT_OF_MEMORY = 26


class _Picture(Structure):
    _fields_ = (
        *((name, c_uint32) for name in ("width", "height", "depth", "thinning")),
        *((name, c_int) for name in ("range", "position")),
        ("planes", c_void_p * 3),
        ("strides", c_uint32 * 3),
        ("owns", c_int),
        ("mask", c_void_p),
    )


class _Decoder(Structure):
    _fields_ = (
        *((name, c_int) for name in ("codec", "threads", "source", "progressive")),
        *((name, c_int) for name in ("incremental", "ignore_exif", "ignore_xmp")),
        *((name, c_uint32) for name in ("most_pixels", "longest_side", "most_frames", "strict")),
        ("picture", POINTER(_Picture)),
    )


class _Pixels(Structure):
    _fields_ = (
        *((name, c_uint32) for name in ("width", "height", "depth", "form")),
        *((name, c_int) for name in ("up", "down", "avoid", "ignore", "multiplied", "float")),
        ("threads", c_int),
        ("at", c_void_p),
        ("stride", c_uint32),
        ("pad", c_uint8 * 64),
    )


class _Cut(Structure):
    _fields_ = tuple((name, c_uint32) for name in ("left", "top", "width", "height"))


def available() -> bool:
    """Whether the library is there, in a version that these structures are right for."""
    found = _library()
    if found is None:
        return False
    found.avifVersion.restype = ctypes.c_char_p
    return bool(found.avifVersion().startswith(_MAJOR))


@contextmanager
def decoded(path: Path, size: tuple[int, int], *, clear: bool) -> Iterator[Any]:
    """A picture of which parts can be taken, with `crop` as Pillow's own.

    Arguments:
        path: its file.
        size: its width and height.
        clear: whether one may look through it.

    Raises:
        Refused: it is damaged, or would have to be held in more than `MOST_BYTES`.
        MemoryError: it would take too much.
    """
    library = _library()
    library.avifDecoderCreate.restype = POINTER(_Decoder)
    decoder = library.avifDecoderCreate()
    if not decoder:
        raise MemoryError
    try:
        decoder.contents.threads = 1  # each would hold a part of the picture
        _check(library.avifDecoderSetIOFile(decoder, os.fsencode(path)))
        _check(library.avifDecoderParse(decoder))
        picture = decoder.contents.picture
        _check_bytes(picture.contents, size, clear=clear)
        _check(library.avifDecoderNextImage(decoder))
        yield _Planes(picture, clear=clear)
    finally:
        library.avifDecoderDestroy(decoder)


class _Planes:
    """Decoded, and not yet in the colours of a screen."""

    def __init__(self, picture: Any, *, clear: bool) -> None:
        self._picture = picture
        self._mode = "RGBA" if clear and picture.contents.mask else "RGB"
        self.width, self.height = picture.contents.width, picture.contents.height

    def crop(self, box: tuple[int, int, int, int]) -> Any:
        """A part of it as wide as the whole, from a row of an even number on."""
        _, top, _, bottom = box
        # Neighbours share their colours: those beyond the edges are asked too.
        above, below = max(0, top - 2), min(self.height, bottom + 2)
        part = self._rows(above, below)
        return part.crop((0, top - above, self.width, bottom - above))

    def _rows(self, top: int, bottom: int) -> Any:
        library, mode = _library(), self._mode
        library.avifImageCreateEmpty.restype = c_void_p
        view, made = c_void_p(library.avifImageCreateEmpty()), _Pixels()
        try:
            cut = _Cut(0, top, self.width, bottom - top)
            _check(library.avifImageSetViewRect(view, self._picture, byref(cut)))
            library.avifRGBImageSetDefaults(byref(made), view)
            content = (c_uint8 * (cut.width * cut.height * len(mode)))()
            made.depth, made.form, made.threads = 8, int(mode == "RGBA"), 1
            made.at, made.stride = ctypes.addressof(content), cut.width * len(mode)
            _check(library.avifImageYUVToRGB(view, byref(made)))
        finally:
            library.avifImageDestroy(view)
        return Image.frombuffer(mode, (cut.width, cut.height), content, "raw", mode, 0, 1)


def _library() -> Any:
    return library("avif", version=16)


def _check(result: int) -> None:
    if result == _OUT_OF_MEMORY:
        raise MemoryError
    if result:
        raise Refused("damaged")


def _check_bytes(picture: Any, size: tuple[int, int], *, clear: bool) -> None:
    if (picture.width, picture.height) != size or picture.thinning not in _SAMPLES:
        raise Refused("damaged")
    each = (_SAMPLES[picture.thinning] + clear) * (2 if picture.depth > 8 else 1)
    pixels = size[0] * size[1]
    if pixels * each > MOST_BYTES:
        raise Refused("pixels", most=int(MOST_BYTES / each), found=pixels)
