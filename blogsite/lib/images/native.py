"""The libraries that Pillow brings with it, for what Pillow does not ask of them itself."""

from __future__ import annotations

import ctypes
import mmap
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import PIL

_PACKAGE = Path(PIL.__file__).parent
# Where wheels for Linux and for macOS have them; and what systems call them that built their own.
_PLACES = (
    (_PACKAGE.parent / "pillow.libs", "lib{0}-*.so*"),
    (_PACKAGE.parent / "Pillow.libs", "lib{0}-*.so*"),
    (_PACKAGE / ".dylibs", "lib{0}.*dylib"),
)


@cache
def library(name: str, *, version: int) -> Any:
    """A library that is loaded already, or could be, as `ctypes` knows it; None if there is none.

    Arguments:
        name: such as `webp`.
        version: that of its binary interface.
    """
    found = [str(one) for folder, form in _PLACES for one in sorted(folder.glob(form.format(name)))]
    for one in (*found, f"lib{name}.so.{version}", f"lib{name}.{version}.dylib"):
        try:
            return ctypes.CDLL(one)
        except OSError:
            continue
    return None


@contextmanager
def mapped(path: Path) -> Iterator[tuple[int, int]]:
    """Where in memory the bytes of a file are, and how many; only what is looked at is read."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY) as content:
        held = ctypes.c_ubyte.from_buffer(content)
        try:
            yield ctypes.addressof(held), len(content)
        finally:
            del held  # or the file could not be let go
