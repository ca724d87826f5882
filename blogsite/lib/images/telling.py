"""What kind of picture a file is, by its first bytes and never by its name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

JPEG, PNG, WEBP, GIF, AVIF = "JPEG", "PNG", "WEBP", "GIF", "AVIF"
FORMATS = (JPEG, PNG, WEBP, GIF, AVIF)

HEIC = "HEIC"
SVG = "SVG"
"""Two kinds that are known, so that they can be refused by name."""

ENOUGH = 512
"""Bytes from the beginning that tell the kind."""

_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_SVG = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml|<!--|<!doctype\s+svg|<svg)", re.IGNORECASE)

# What no picture holds, but a file that is to be taken for a page by some and for a picture by
# others. Long enough not to stand in compressed data by accident.
_PAGE = re.compile(rb"<script|<!doctype|<iframe|<html[\s>]", re.IGNORECASE)
# What makes a program of a GIF: its width, 10,799 pixels, reads as the beginning of a comment.
_PROGRAM = re.compile(rb"GIF8[79]a/\*")
_PIECE = 1 << 20
_OVERLAP = 16


def kind(beginning: bytes) -> str:
    """The kind of a file.

    Arguments:
        beginning: its first bytes, `ENOUGH` of them where there are so many.

    Returns:
        One of `FORMATS`, `HEIC`, `SVG`, or "" for anything else.
    """
    if beginning.startswith(b"\xff\xd8\xff"):
        return JPEG
    if beginning.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if beginning[:6] in (b"GIF87a", b"GIF89a"):
        return GIF
    if beginning[:4] == b"RIFF" and beginning[8:12] == b"WEBP":
        return WEBP
    if beginning[4:8] == b"ftyp":
        return _by_brand(beginning)
    return SVG if _SVG.match(beginning) and b"<svg" in beginning.lower() else ""


def _by_brand(beginning: bytes) -> str:
    length = min(int.from_bytes(beginning[:4]), len(beginning))
    brands = {beginning[8:12], *(beginning[n : n + 4] for n in range(16, length, 4))}
    if brands & {b"avif", b"avis"}:
        return AVIF
    return HEIC if brands & _HEIC_BRANDS else ""


def holds_a_page(file: IO[bytes]) -> bool:
    """Whether some would take it for a web page, or a program of one: HTML in or behind it."""
    file.seek(0)
    if _PROGRAM.match(file.read(ENOUGH)):
        return True
    file.seek(0)
    return any(_PAGE.search(piece) for piece in _pieces(file))


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    before = b""
    while piece := file.read(_PIECE):
        yield before + piece
        before = piece[-_OVERLAP:]
