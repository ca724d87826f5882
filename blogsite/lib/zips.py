"""An archive put together piece by piece: in memory while it is small, on disk when it grows."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

IN_MEMORY = 1024 * 1024
"""Bytes."""


def zipped(files: Iterable[tuple[str, str | bytes]]) -> IO[bytes]:
    """A ZIP archive, to be read from its beginning.

    Arguments:
        files: names and contents, taken one at a time and let go again.

    Returns:
        A file without a name, which is gone when it is closed.
    """
    with ExitStack() as closed_if_it_fails:
        archive = closed_if_it_fails.enter_context(SpooledTemporaryFile(max_size=IN_MEMORY))
        with ZipFile(archive, "w", ZIP_DEFLATED) as made:
            for name, content in files:
                made.writestr(name, content)
        archive.seek(0)
        closed_if_it_fails.pop_all()
    return archive
