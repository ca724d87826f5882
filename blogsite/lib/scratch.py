"""Folders for files that are needed for a moment, below `TMPDIR`.

A process that is killed leaves its folder behind; whoever makes the next one removes it.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PREFIX = "blogsite-scratch-"
LONGEST_LIFE = 3600.0
"""Seconds after which nobody needs one any more."""


@contextmanager
def folder() -> Iterator[Path]:
    """A folder that only this user can open; gone afterwards, with all that is in it."""
    _remove_abandoned()
    with tempfile.TemporaryDirectory(prefix=_PREFIX) as made:
        yield Path(made)


def _remove_abandoned() -> None:
    oldest = time.time() - LONGEST_LIFE
    for one in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        try:
            abandoned = one.stat(follow_symlinks=False).st_mtime < oldest
        except OSError:
            continue  # somebody else was faster
        if abandoned:
            # Those of another user stay: they are not to be opened.
            shutil.rmtree(one, ignore_errors=True)
