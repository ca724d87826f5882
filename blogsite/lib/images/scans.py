"""How often a JPEG goes over its picture: each time costs as much as the whole of a plain one."""

from __future__ import annotations

import mmap
import re
from pathlib import Path

from .limits import Refused

MOST = 100
"""Encoders that try everything make some 20. A file of 300 KB can have thousands, for a minute."""

_MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")
_END, _SCAN = 0xD9, 0xDA


def check(path: Path) -> None:
    """Let pass a JPEG that is not drawn over and over again; what is damaged too.

    Raises:
        Refused: it has more than `MOST` scans.
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if _counted(content) > MOST:
            raise Refused("scans")


def _counted(content: mmap.mmap) -> int:
    at, count = 2, 0
    while count <= MOST:
        found = _MARKER.search(content, at)
        if found is None or found[1][0] == _END:
            break
        at = found.end()
        at += int.from_bytes(content[at : at + 2])
        count += found[1][0] == _SCAN
    return count
