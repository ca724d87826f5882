"""An archive put together piece by piece: in memory while it is small, on disk when it grows."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable
from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from typing import IO, Protocol
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

IN_MEMORY = 1024 * 1024
"""Bytes."""
_PIECE = 1 << 20


class Readable(Protocol):
    """What can be read from, a piece at a time."""

    def read(self, size: int = -1, /) -> bytes: ...


def zipped(files: Iterable[tuple[str, str | bytes | Readable]]) -> IO[bytes]:
    """A ZIP archive, to be read from its beginning.

    Arguments:
        files: names and contents, taken one at a time and let go again. What is to be read from is
            put in as it is, a piece at a time, and not made smaller: pictures are small already.

    Returns:
        A file without a name, which is gone when it is closed.
    """
    with ExitStack() as closed_if_it_fails:
        archive = closed_if_it_fails.enter_context(SpooledTemporaryFile(max_size=IN_MEMORY))
        with ZipFile(archive, "w", ZIP_DEFLATED) as made:
            for name, content in files:
                if isinstance(content, str | bytes):
                    made.writestr(name, content)
                    continue
                with made.open(ZipInfo(name, time.localtime()[:6]), "w") as entry:
                    shutil.copyfileobj(content, entry, _PIECE)
        archive.seek(0)
        closed_if_it_fails.pop_all()
    return archive
