"""Where the generations of a site lie on this machine, opened by whoever needs them first."""

from __future__ import annotations

import hashlib
import logging
import os
import sys
import tempfile
from pathlib import Path
from threading import Lock

from blogsite.lib.generations import Generations
from config import Settings

SITE = "site"
"""The generation of what all of the site shows. It ends so often that none may share its place."""

_log = logging.getLogger(__name__)


class SharedNumbers:
    """The generations of one site; None where nothing can be shared between its processes.

    Arguments:
        settings: whose site.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = Lock()
        self._opened: Generations | None = None
        self._tried = False

    @property
    def folder(self) -> Path:
        """In `DATA_DIR`, if that can be written to: else where it does not survive the machine."""
        usual = self._settings.data_dir / "cache"
        above = next(one for one in (usual, *usual.parents) if one.exists())
        if os.access(above, os.W_OK):
            return usual
        told = f"{os.getuid()} {self._settings.data_dir}"
        word = hashlib.blake2b(told.encode(), digest_size=8).hexdigest()
        return Path(tempfile.gettempdir()) / f"blogsite-cache-{word}"

    @property
    def numbers(self) -> Generations | None:
        """The generations; without them no page is kept."""
        if not self._tried:
            with self._lock:
                if not self._tried:
                    self._opened = self._open()
                    self._tried = True
        return self._opened

    def _open(self) -> Generations | None:
        if sys.platform == "win32":  # which has no lock for those who listen
            return None
        folder = self.folder
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if folder.stat().st_uid != os.getuid():
                raise PermissionError(f"{folder} is somebody else's")
            return Generations(folder, apart=[SITE])
        except OSError as error:
            _log.warning("No pages are kept in memory: %s", error)
            return None
