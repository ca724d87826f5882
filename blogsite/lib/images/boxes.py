"""The inside of an AVIF: which of its parts describe the picture, and where they lie."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from .limits import Refused

Extent = tuple[int, int]

_TELLING = {b"Exif", b"mime", b"uri "}
_DRAWN = (b"ftyp", b"mdat")
_ZEROS = memoryview(bytes(1 << 20))
_NOTHING = b"\0\0\0\0II*\0\x08" + bytes(9)
"""An EXIF block that says nothing: what is none at all is taken for damage."""


def blanked(content: bytes) -> Iterator[bytes | memoryview]:
    """An AVIF whose descriptions are overwritten: nothing in it moves, what points still points.

    Arguments:
        content: the file, as long as it is one picture and no film.

    Returns:
        It, piece by piece: it may be large, and is not held twice.

    Raises:
        Refused: it does not hold together.
    """
    try:
        blanks = sorted(_blanks(content))
    except (struct.error, IndexError) as error:
        raise Refused("damaged") from error
    at, whole = 0, memoryview(content)
    for first, last, told in blanks:
        yield whole[at : max(at, first)]
        if first >= at:
            yield told[: last - first]
        for done in range(max(at, first + len(told)), last, len(_ZEROS)):
            yield _ZEROS[: last - done]
        at = max(at, last)
    yield whole[at:]


def _blanks(content: bytes) -> Iterator[tuple[int, int, bytes]]:
    """From where to where something is overwritten, and by what it begins then."""
    for start, end in _boxes(content, 0, len(content)):
        kind = content[start + 4 : start + 8]
        if kind == b"meta":
            for first, last in _described(content, start + 12, end):
                yield first, last, _NOTHING
        elif kind not in _DRAWN:
            yield start + 4, end, b"free"


def _boxes(file: bytes, at: int, end: int) -> Iterator[Extent]:
    while at + 8 <= end:
        (length,) = struct.unpack_from(">I", file, at)
        length = length or end - at
        # Boxes longer than 4 GB have another form, which nothing we take needs.
        if length < 8 or at + length > end:
            raise Refused("damaged")
        yield at, at + length
        at += length


def _described(file: bytes, at: int, end: int) -> Iterator[Extent]:
    found = {file[one + 4 : one + 8]: (one, last) for one, last in _boxes(file, at, end)}
    telling = set(_telling_items(file, *found.get(b"iinf", (0, 0))))
    stored = found.get(b"idat", (0, 0))[0] + 8
    for item, extents in _places(file, *found.get(b"iloc", (0, 0)), stored=stored):
        if item in telling:
            for first, length in extents:
                if not 0 < first + length <= len(file):
                    raise Refused("damaged")
                yield first, first + length


def _telling_items(file: bytes, start: int, end: int) -> Iterator[int]:
    if start == end:
        return
    wide = file[start + 8] > 0
    for one, _last in _boxes(file, start + (16 if wide else 14), end):
        version = file[one + 8]
        form, length = (">I", 4) if version >= 3 else (">H", 2)
        (item,) = struct.unpack_from(form, file, one + 12)
        if version < 2 or file[one + 14 + length : one + 18 + length] in _TELLING:
            yield item


def _places(
    file: bytes, start: int, end: int, *, stored: int
) -> Iterator[tuple[int, list[Extent]]]:
    """Of each item its number, and where its parts begin and how long they are."""
    if start == end:
        return
    version, sizes = file[start + 8], file[start + 12 : start + 14]
    offset_size, length_size, base_size = sizes[0] >> 4, sizes[0] & 15, sizes[1] >> 4
    index_size = sizes[1] & 15 if version else 0
    number = 4 if version == 2 else 2
    read = _Reader(file, start + 14)
    for _ in range(read.number(number)):
        item = read.number(number)
        inside = version > 0 and read.number(2) & 15 == 1
        read.number(2)
        base = read.number(base_size) + (stored if inside else 0)
        extents = []
        for _ in range(read.number(2)):
            read.number(index_size)
            first = base + read.number(offset_size)
            extents.append((first, read.number(length_size)))
        yield item, extents


class _Reader:
    def __init__(self, file: bytes, at: int) -> None:
        self._file, self._at = file, at

    def number(self, size: int) -> int:
        found = self._file[self._at : self._at + size]
        if len(found) < size:
            raise Refused("damaged")
        self._at += size
        return int.from_bytes(found)
