"""A picture's file without all that is not the picture: place, camera, comments, what hangs on.

Not a pixel changes. How it is to be turned and what its colours mean stays.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

from .boxes import blanked
from .limits import Refused
from .telling import AVIF, GIF, JPEG, PNG, WEBP

Pieces = Iterator[bytes | memoryview]

_JPEG_KEPT = {*range(0xC0, 0xE0)}  # what is drawn from
# How many dots an inch has, and Adobe's colours: so many bytes of a segment that begins so. Behind
# the first a small picture may hang, of what the large one was before somebody cut it.
_JPEG_BEGINNINGS = {0xE0: (b"JFIF\0", 12), 0xEE: (b"Adobe", 12)}
_JPEG_ALONE = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")
_PNG_KEPT = {
    *(b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP"),
    *(b"sBIT", b"bKGD", b"pHYs"),
}
_WEBP_KEPT = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP"}
_WEBP_TELLING = 0x08 | 0x04  # the flags that say that EXIF and XMP follow
_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def stripped(content: bytes, kind: str, *, turn: int) -> Pieces:
    """The file anew, piece by piece.

    Arguments:
        content: the file.
        kind: what it is, of `telling.FORMATS`.
        turn: how it lies, as EXIF counts, which is all of EXIF that is kept.

    Raises:
        Refused: it does not hold together.
    """
    if kind == AVIF:
        yield from blanked(content)  # how it lies is said elsewhere in it
        return
    ways = {JPEG: _jpeg, PNG: _png, WEBP: _webp, GIF: _gif}
    try:
        yield from ways[kind](memoryview(content), turn)
    except (struct.error, IndexError) as error:
        raise Refused("damaged") from error


def _exif(turn: int) -> bytes:
    """An EXIF block that says how a picture lies and nothing else."""
    return b"II*\0" + struct.pack("<IHHHIHHI", 8, 1, 0x0112, 3, 1, turn, 0, 0)


def _jpeg(file: memoryview, turn: int) -> Pieces:
    yield b"\xff\xd8"
    if turn != 1:
        told = b"Exif\0\0" + _exif(turn)
        yield b"\xff\xe1" + struct.pack(">H", len(told) + 2) + told
    at = 2
    while True:
        found = _JPEG_ALONE.match(file, at)
        if found is None:
            raise Refused("damaged")
        marker, at = found[1][0], found.end()
        if marker == 0xD9:
            yield b"\xff\xd9"
            return
        (length,) = struct.unpack_from(">H", file, at)
        segment = file[at : at + length]
        yield from _segment(marker, segment)
        at += length
        if marker == 0xDA:
            following = _JPEG_ALONE.search(file, at)
            if following is None:
                raise Refused("damaged")
            yield file[at : following.start()]
            at = following.start()


def _segment(marker: int, segment: memoryview) -> Pieces:
    """What is kept of one: all of it, what it begins with, or nothing."""
    # A profile of colours shares its marker with lists of further pictures.
    if marker in _JPEG_KEPT or (marker == 0xE2 and bytes(segment[2:14]) == b"ICC_PROFILE\0"):
        yield b"\xff" + bytes([marker])
        yield segment
        return
    name, length = _JPEG_BEGINNINGS.get(marker, (b"", 0))
    told = bytes(segment[2 : 2 + length])
    if name and told.startswith(name) and len(told) == length:
        told += bytes(2) if name == b"JFIF\0" else b""  # a thumbnail of no size
        yield b"\xff" + bytes([marker]) + struct.pack(">H", len(told) + 2) + told


def _png(file: memoryview, turn: int) -> Pieces:
    yield file[:8]
    at, told = 8, turn == 1
    while True:
        (length,) = struct.unpack_from(">I", file, at)
        kind, end = bytes(file[at + 4 : at + 8]), at + 12 + length
        if end > len(file):
            raise Refused("damaged")
        if kind == b"IDAT" and not told:
            chunk = b"eXIf" + _exif(turn)
            yield struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
            told = True
        if kind in _PNG_KEPT:
            yield file[at:end]
        if kind == b"IEND":
            return
        at = end


def _webp(file: memoryview, turn: int) -> Pieces:
    chunks = dict(_riff(file))
    kept = {name: chunk for name, chunk in chunks.items() if name in _WEBP_KEPT}
    if b"VP8X" in kept:
        head = bytearray(kept[b"VP8X"])
        head[8] &= ~_WEBP_TELLING & 0xFF
        if turn != 1:
            head[8] |= 0x08
            kept[b"EXIF"] = memoryview(b"EXIF" + struct.pack("<I", 26) + _exif(turn))
        kept[b"VP8X"] = memoryview(head)
    size = 4 + sum(len(chunk) + len(chunk) % 2 for chunk in kept.values())
    yield b"RIFF" + struct.pack("<I", size) + b"WEBP"
    for chunk in kept.values():
        yield chunk
        yield bytes(len(chunk) % 2)


def _riff(file: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    at, end = 12, min(len(file), 8 + struct.unpack_from("<I", file, 4)[0])
    while at + 8 <= end:
        (length,) = struct.unpack_from("<I", file, at + 4)
        yield bytes(file[at : at + 4]), file[at : at + 8 + length]
        at += 8 + length + length % 2


def _gif(file: memoryview, _turn: int) -> Pieces:
    at = 13 + _table(file[10])
    yield file[:at]
    while file[at] != 0x3B:
        start = at
        if file[at] == 0x2C:
            at = _after_blocks(file, at + 11 + _table(file[at + 9]))
            yield file[start:at]
        elif file[at] == 0x21:
            at = _after_blocks(file, at + 2)
            loops = file[start + 1] == 0xFF and bytes(file[start + 3 : start + 14]) in _LOOPS
            if file[start + 1] == 0xF9 or loops:
                yield file[start:at]
        else:
            raise Refused("damaged")
    yield b"\x3b"


def _table(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(file: memoryview, at: int) -> int:
    while file[at]:
        at += 1 + file[at]
    return at + 1
