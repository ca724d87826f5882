"""Where the private database lies: its folders, its locks, its log and its socket."""

from __future__ import annotations

import os
import shutil
import socket
import stat
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from blogsite.database.errors import DatabaseRefused

SOCKET = "m.sock"
_LONGEST_SOCKET = "mongodb-0.sock"  # mongod always makes this one too
_PREFIX = "blogsite-"
_LOG_LIMIT = 8 * 1024 * 1024


@dataclass(frozen=True)
class Place:
    """The files of one private database, all beneath one folder (the socket's may lie elsewhere).

    Arguments:
        folder: usually `DATA_DIR/mongo`.
    """

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "mongod.log"

    @property
    def decisions(self) -> Path:
        """Locked alone by whoever looks whether mongod runs, starts it or stops it."""
        return self.folder / "start.lock"

    @property
    def users(self) -> Path:
        """Locked by every process that uses the database, together."""
        return self.folder / "users.lock"

    @property
    def socket(self) -> Path:
        """The socket to connect to; its folder may not exist yet."""
        return (self._remembered or self._usual) / SOCKET

    def prepare(self) -> None:
        """Make the folders, readable by nobody else.

        Raises:
            DatabaseRefused: they cannot be made or belong to somebody else.
        """
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            for folder in (self.folder, self.data):
                folder.mkdir(mode=0o700, exist_ok=True)
                if stat.S_IMODE(folder.stat().st_mode) & 0o077:
                    folder.chmod(0o700)
            self.decisions.touch(mode=0o600)
        except OSError as error:
            raise DatabaseRefused(
                f"The private database cannot be kept in {self.folder}: {error.strerror}. "
                "Set DATA_DIR to a folder that this user may write to."
            ) from None

    def socket_folder(self) -> Path:
        """The private folder for the socket, made when there is none.

        The usual one, unless its path is too long for a socket or its file system has no sockets.
        """
        if self._carries_sockets(self._usual):
            self._forget()
            return self._usual
        folder = self._remembered
        if folder is None or not self._remade(folder):
            folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=_short_temporary_folder()))
            self._memory.write_text(str(folder))
        return folder

    def remove_socket(self) -> None:
        """Take away what a stopped mongod leaves lying about outside of the folder."""
        folder = self._remembered
        if folder is None:
            return
        for name in (SOCKET, _LONGEST_SOCKET):
            (folder / name).unlink(missing_ok=True)
        with suppress(OSError):
            folder.rmdir()
        self._forget()

    def trim_log(self) -> None:
        """Keep the log from growing for ever: one older part stays beside it.

        Copied and cut, not renamed, because mongod goes on appending to the open file.
        """
        with suppress(FileNotFoundError):
            if self.log.stat().st_size > _LOG_LIMIT:
                shutil.copyfile(self.log, self.log.with_suffix(".log.1"))
                os.truncate(self.log, 0)

    @property
    def _usual(self) -> Path:
        return self.folder / "run"

    @property
    def _memory(self) -> Path:
        return self.folder / "socket-folder"

    @property
    def _remembered(self) -> Path | None:
        try:
            folder = Path(self._memory.read_text())
        except FileNotFoundError:
            return None
        named = folder.is_absolute() and folder.name.startswith(_PREFIX)
        return folder if named and (not folder.exists() or self._ours(folder)) else None

    def _ours(self, folder: Path) -> bool:
        """Whether nobody but this user could have put a socket of his own there."""
        status = folder.lstat()
        owners = (os.geteuid(), self.folder.stat().st_uid)
        private = not stat.S_IMODE(status.st_mode) & 0o077
        return stat.S_ISDIR(status.st_mode) and private and status.st_uid in owners

    def _remade(self, folder: Path) -> bool:
        """The same path again, for the clients that know it already."""
        if folder.exists():
            return True
        with suppress(OSError):
            folder.mkdir(mode=0o700)
            return True
        return False

    def _forget(self) -> None:
        self._memory.unlink(missing_ok=True)

    def _carries_sockets(self, folder: Path) -> bool:
        trial = folder / _LONGEST_SOCKET
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
            trial.unlink(missing_ok=True)
            with socket.socket(socket.AF_UNIX) as listener:
                listener.bind(str(trial))
            trial.unlink()
        except OSError:
            return False
        return True


def _short_temporary_folder() -> str:
    usual = tempfile.gettempdir()
    return usual if len(usual) < 60 else "/tmp"  # noqa: S108 - mkdtemp makes it private
