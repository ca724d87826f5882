"""WebP, made smaller while it is decoded: Pillow would hold 15 bytes a pixel."""

from __future__ import annotations

import ctypes
from ctypes import Structure, Union, c_int, c_size_t, c_uint32, c_void_p
from math import ceil
from pathlib import Path
from typing import Any

from PIL import Image, _webp

from .limits import Refused
from .native import library, mapped

Size = tuple[int, int]

LOADED = _webp  # which loads what the library needs
_INTERFACE = 0x0210
"""What `WEBP_DECODER_ABI_VERSION` was when these structures were written down."""
_ENOUGH = 3_000_000
"""Pixels to make the last step from, which is done better elsewhere."""
_RGB, _RGBA = 0, 1
_ANIMATED = 4  # of the answers of a decoder; 0 is well


class _Features(Structure):
    _fields_ = (
        *((name, c_int) for name in ("width", "height", "alpha", "animation", "format")),
        ("pad", c_uint32 * 5),
    )


class _Pixels(Structure):
    _fields_ = (("at", c_void_p), ("stride", c_int), ("length", c_size_t))


class _Planes(Structure):
    _fields_ = (("at", c_void_p * 4), ("stride", c_int * 4), ("length", c_size_t * 4))


class _Layout(Union):
    _fields_ = (("pixels", _Pixels), ("planes", _Planes))


class _Output(Structure):
    _fields_ = (
        *((name, c_int) for name in ("colours", "width", "height", "ours")),
        ("layout", _Layout),
        ("pad", c_uint32 * 4),
        ("private", c_void_p),
    )


class _Options(Structure):
    _fields_ = (
        *((name, c_int) for name in ("bypass_filtering", "no_fancy_upsampling", "use_cropping")),
        ("crop", c_int * 4),
        *((name, c_int) for name in ("use_scaling", "scaled_width", "scaled_height")),
        *((name, c_int) for name in ("use_threads", "dithering", "flip", "alpha_dithering")),
        ("pad", c_uint32 * 5),
    )


class _Config(Structure):
    _fields_ = (("input", _Features), ("output", _Output), ("options", _Options))


def available() -> bool:
    """Whether the library is there, in a version that these structures are right for."""
    found = library("webp", version=7)
    return bool(
        found and found.WebPInitDecoderConfigInternal(ctypes.byref(_Config()), c_int(_INTERFACE))
    )


def decoded(path: Path, size: Size, *, least: Size, clear: bool) -> Any:
    """A picture, all of it, in a size between its own and the least.

    Arguments:
        path: its file.
        size: its width and height.
        least: what it is to become.
        clear: whether one may look through it.

    Raises:
        Refused: it is damaged, or moves.
    """
    share = min(1.0, (_ENOUGH / (size[0] * size[1])) ** 0.5)
    wide, high = (max(one, ceil(whole * share)) for one, whole in zip(least, size, strict=True))
    mode, colours = ("RGBA", _RGBA) if clear else ("RGB", _RGB)
    pixels = (ctypes.c_ubyte * (wide * high * len(mode)))()
    config = _Config()
    decoder = library("webp", version=7)
    decoder.WebPInitDecoderConfigInternal(ctypes.byref(config), c_int(_INTERFACE))
    if (wide, high) != size:
        config.options.use_scaling = 1
        config.options.scaled_width, config.options.scaled_height = wide, high
    config.output.colours, config.output.ours = colours, 1
    config.output.layout.pixels = _Pixels(
        ctypes.addressof(pixels), wide * len(mode), ctypes.sizeof(pixels)
    )
    with mapped(path) as (address, length):
        status = decoder.WebPDecode(c_void_p(address), c_size_t(length), ctypes.byref(config))
    if status or (config.input.width, config.input.height) != size:
        raise Refused("animation" if status == _ANIMATED else "damaged")
    return Image.frombuffer(mode, (wide, high), pixels, "raw", mode, 0, 1)
