"""One running site for one `DATA_DIR`."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from blogsite.lib.locks import FileLock
from config import Settings

_PAUSE = 0.05


class SiteRefused(Exception):
    """The site cannot be run here and now; the sentence says why and what would do."""


@contextmanager
def claimed(settings: Settings, *, patience: float = 20) -> Iterator[FileLock]:
    """Hold `DATA_DIR/site.lock`; the site's programs inherit it, and hold it until they end too.

    What a killed launcher left behind stops by itself within moments: that is waited for.

    Raises:
        SiteRefused: another site runs here; the sentence says where.
    """
    lock = _taken(settings.data_dir / "site.lock", patience)
    lock.write(json.dumps({"url": settings.base_url, "process": os.getpid()}))
    try:
        yield lock
    finally:
        lock.give_back()


def _taken(path: Path, patience: float) -> FileLock:
    lock = FileLock(path)
    deadline = time.monotonic() + patience
    while not _take(lock):
        url, process = _note(path)
        if process and _exists(process):
            raise SiteRefused(f"Blogsite already runs at {url} (process {process}).")
        if time.monotonic() > deadline:
            raise SiteRefused(
                f"Parts of an earlier run still hold {path}: wait until they have stopped."
            )
        time.sleep(_PAUSE)
    return lock


def _take(lock: FileLock) -> bool:
    try:
        lock.path.parent.mkdir(parents=True, exist_ok=True)
        return lock.take()
    except OSError as error:
        raise SiteRefused(
            f"DATA_DIR is {lock.path.parent}, where nothing can be written: {error.strerror}. "
            "Set it to a folder that this user may write to."
        ) from None


def _note(path: Path) -> tuple[str, int]:
    """Who holds the lock; nobody while the note is not written yet."""
    try:
        note = json.loads(path.read_text())
        return str(note["url"]), int(note["process"])
    except (OSError, ValueError, LookupError, TypeError):
        return "", 0


def _exists(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
