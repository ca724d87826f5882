"""The private mongod under `DATA_DIR`: it belongs to whoever needs it (docs/decisions/0002)."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from urllib.parse import quote

from blogsite.database.errors import DatabaseRefused
from blogsite.database.private import replica
from blogsite.database.private.place import Place
from blogsite.database.private.server import Server
from blogsite.lib import locks
from blogsite.lib.backoff import Backoff

ROLE = "BLOGSITE_ROLE"  # "web" in the processes that answer requests
_PATIENCE = 60.0  # seconds that others may take to start or stop it
_PAUSE = 0.02


def may_start() -> bool:
    """Whether this process may be mongod's parent: not one that a web server replaces at will."""
    return os.environ.get(ROLE) != "web"


class PrivateMongo:
    """A process's share in the private database.

    Whoever needs it attaches: mongod is started if nobody has yet. Whoever is done releases: the
    last one out stops it. Both are decided under one lock and hold across threads and processes;
    a forked child has no share until it attaches itself.

    Arguments:
        data_dir: the site's `DATA_DIR`.
        mongod: what `MONGOD` says.
        extra_flags: for mongod, should this process start it.
    """

    def __init__(
        self, data_dir: Path, *, mongod: str | None = None, extra_flags: Sequence[str] = ()
    ) -> None:
        self._place = Place(data_dir.absolute() / "mongo")
        self._server = Server(self._place, mongod=mongod, extra_flags=extra_flags)
        self._share = locks.FileLock(self._place.users)
        self._backoff = Backoff()

    @property
    def attached(self) -> bool:
        return self._share.held

    @property
    def log(self) -> Path:
        """Where mongod writes what it does."""
        return self._place.log

    def uri(self, database: str = "") -> str:
        """The address of the database; valid while attached."""
        socket = quote(str(self._place.socket), safe="")
        return f"mongodb://{socket}/{database}?directConnection=true"

    def attach(self, *, may_start: bool = True, timeout: float = 30) -> str:
        """Take a share, start mongod if it does not run, and wait until it takes writes.

        Arguments:
            may_start: False to wait for somebody else to start it.
            timeout: seconds to wait for that.

        Returns:
            The address, without the name of a database.

        Raises:
            DatabaseRefused: it cannot be started, or does not answer in time.
        """
        _check_platform()
        self._place.prepare()
        deadline = time.monotonic() + timeout
        while not self._attached_now(may_start=may_start, deadline=deadline):
            if time.monotonic() > deadline:
                self.release()
                raise DatabaseRefused(
                    f"The private database did not answer within {timeout:.0f} s. "
                    f"Its log is {self._place.log}."
                )
            time.sleep(_PAUSE)
        return self.uri()

    def release(self) -> None:
        """Give the share back; the last one out stops mongod and waits until it is gone."""
        if not self.attached:
            return
        with self._deciding():
            self._share.give_back()
            alone = self._share.take()
            try:
                if alone:
                    self._server.stop()
            finally:
                self._share.give_back()

    def keep_alive(self) -> bool:
        """Start mongod again if it died; to be called every now and then by a long-lived process.

        Returns:
            Whether it had to be started.

        Raises:
            DatabaseRefused: it does not start any more; the next calls try again, ever more rarely.
        """
        if not self.attached or self._server.surely_running or not self._backoff.due:
            return False
        with self._deciding():
            if self._server.running:
                return False
            self._backoff.tried()
            self._server.start(timeout=30)
        return True

    def _attached_now(self, *, may_start: bool, deadline: float) -> bool:
        with self._deciding(), ExitStack() as undo:
            if not self.attached:
                undo.callback(self._give_up)
            self._share.take(shared=True)  # nobody holds it alone but under this decision
            ready = self._ready(may_start=may_start, deadline=deadline)
            undo.pop_all()
        return ready

    def _ready(self, *, may_start: bool, deadline: float) -> bool:
        if not self._server.running:
            if not may_start:
                return False
            self._server.start(timeout=max(deadline - time.monotonic(), 1))
        if not self._server.answers:
            return False
        return replica.await_primary(
            self.uri(), deadline=deadline, running=lambda: self._server.running
        )

    def _give_up(self) -> None:
        """After a refusal or an interruption half-way: leave nothing that nobody would stop."""
        if self._share.take():
            self._server.stop()
        self._share.give_back()

    def _deciding(self) -> AbstractContextManager[None]:
        return locks.alone(self._place.decisions, timeout=_PATIENCE)


def _check_platform() -> None:
    if sys.platform == "win32":
        raise DatabaseRefused(
            "There is no private database on Windows. "
            "Set MONGO_URI to the address of a MongoDB replica set."
        )
