"""An archive put together piece by piece: in memory while it is small, on disk when it grows."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
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
    archive = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (the reader closes it)
    try:
        with ZipFile(archive, "w", ZIP_DEFLATED) as made:
            for name, content in files:
                made.writestr(name, content)
        archive.seek(0)
    except BaseException:
        archive.close()
        raise
    return archive
