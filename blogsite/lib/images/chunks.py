"""What a PNG holds besides its pixels: Pillow reads all of it, and keeps what it does not know."""

from __future__ import annotations

import struct
from pathlib import Path

from .limits import Refused

MOST = 10_000_000
"""Bytes. Profiles of colours and descriptions have some thousands."""

_PIXELS = (b"IDAT", b"fdAT")


def check(path: Path) -> None:
    """Let pass a PNG that is little more than a picture; what is damaged too.

    Raises:
        Refused: it is much more.
    """
    besides = 0
    with path.open("rb") as file:
        file.seek(8)
        while len(head := file.read(8)) == 8:
            length, kind = struct.unpack(">I4s", head)
            if kind == b"IEND":
                break  # what hangs on behind is not read
            besides += 0 if kind in _PIXELS else length
            file.seek(length + 4, 1)
    if besides > MOST:
        raise Refused("ballast", most=MOST, found=besides)
