"""The mongod process of a private database: started, found again, stopped."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from blogsite.database.errors import DatabaseRefused
from blogsite.database.private import binary
from blogsite.database.private.place import SOCKET, Place
from blogsite.lib import locks

_PAUSE = 0.01
_OTHER_VERSION = 62


class Server:
    """One mongod, whoever started it. Every method but `surely_running` needs the decision lock."""

    def __init__(self, place: Place, *, mongod: str | None, extra_flags: Sequence[str]) -> None:
        self._place = place
        self._mongod = mongod
        self._extra_flags = tuple(extra_flags)
        self._child: subprocess.Popen[bytes] | None = None
        self._parent = os.getpid()

    @property
    def surely_running(self) -> bool:
        """Whether a mongod has the data files open: quick, and asked without any lock."""
        return locks.holder(self._engine_lock) is not None

    @property
    def running(self) -> bool:
        """Whether there is a mongod, be it only starting or still stopping.

        The kernel's word: a pid file would still name a dead process, or a stranger's by now.
        """
        if self._living_child:
            return True
        return self.surely_running or locks.locked(self._place.data / "mongod.lock")

    @property
    def answers(self) -> bool:
        """Whether somebody accepts connections on the socket."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2)
            try:
                connection.connect(str(self._place.socket))
            except OSError:
                return False
        return True

    def start(self, *, timeout: float) -> None:
        """Start a mongod and wait until it accepts connections.

        Raises:
            DatabaseRefused: it did not start, and why.
        """
        self._child = self._spawn()
        self._parent = os.getpid()
        deadline = time.monotonic() + timeout
        while not self.answers:
            if self._child.returncode is not None and not self.running:
                raise DatabaseRefused(self._why_not())
            if time.monotonic() > deadline:
                raise DatabaseRefused(
                    f"mongod did not answer within {timeout:.0f} s. Its log is {self._place.log}."
                )
            time.sleep(_PAUSE)

    def stop(self, *, timeout: float = 30) -> None:
        """Ask mongod to stop and wait until it is gone; one that will not go is killed.

        Its journal holds every acknowledged write, so that even killing loses none.
        """
        self._signal_until_gone(signal.SIGTERM, timeout)
        if self.running:
            self._signal_until_gone(signal.SIGKILL, timeout)
        self._place.remove_socket()

    def _spawn(self) -> subprocess.Popen[bytes]:
        program = binary.find(self._mongod)
        folder = self._place.socket_folder()
        self._place.trim_log()
        with self._place.log.open("ab") as log:
            child = subprocess.Popen(
                [program, *self._flags(), *self._extra_flags],
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                umask=0o077,
            )
        # Reaped wherever its parent is just then, so that it never stays as a zombie.
        threading.Thread(target=child.wait, name="mongod reaper", daemon=True).start()
        return child

    def _flags(self) -> list[str]:
        return [
            *("--dbpath", str(self._place.data)),
            # The member is called by its socket as seen from mongod's own working directory, so
            # that neither a moved DATA_DIR nor another socket folder makes it a stranger.
            *("--replSet", "rs0", "--bind_ip", f"./{SOCKET}", "--port", "0"),
            *("--unixSocketPrefix", ".", "--filePermissions", "0700"),
            *("--wiredTigerCacheSizeGB", "0.25", "--oplogSize", "64"),
            # Without zlib: 6.0.5 is open to CVE-2025-14847 through it.
            *("--networkMessageCompressors", "snappy,zstd"),
            *("--setParameter", "diagnosticDataCollectionEnabled=false", "--quiet"),
        ]

    @property
    def _engine_lock(self) -> Path:
        return self._place.data / "WiredTiger.lock"

    @property
    def _process(self) -> int | None:
        """The pid, or None while mongod has not opened its files yet or closed them already."""
        if self._living_child:
            return self._living_child.pid
        return locks.holder(self._engine_lock) or None

    @property
    def _living_child(self) -> subprocess.Popen[bytes] | None:
        """The mongod that this very process started; a fork of it would never see it end."""
        own = self._child if self._parent == os.getpid() else None
        return own if own and own.returncode is None else None

    def _signal_until_gone(self, number: signal.Signals, timeout: float) -> None:
        deadline = time.monotonic() + timeout
        told: int | None = None
        while self.running and time.monotonic() < deadline:
            process = self._process
            if process and process != told:
                told = process
                with suppress(ProcessLookupError):
                    os.kill(process, number)
            time.sleep(_PAUSE)
        if told:
            _await_end(told)

    def _why_not(self) -> str:
        status = self._child.returncode if self._child else None
        reason = self._last_complaint()
        if status == _OTHER_VERSION:
            reason = "its data files were written by another version of MongoDB"
        return (
            f"mongod did not start (exit status {status}): {reason or 'it gave no reason'}. "
            f"Its log is {self._place.log}."
        )

    def _last_complaint(self) -> str:
        """The last thing that the log calls an error, or failing that its last line."""
        lines = self._place.log.read_text(errors="replace").splitlines()[-200:]
        for line in reversed(lines):
            complaint = _complaint(line)
            if complaint:
                return complaint
        return lines[-1][:300].rstrip(".") if lines else ""


def _complaint(line: str) -> str:
    try:
        entry = json.loads(line)
    except ValueError:
        return ""
    if not isinstance(entry, dict) or entry.get("s") not in ("E", "F"):
        return ""
    error = entry.get("attr", {}).get("error") or entry.get("msg", "")
    return str(error)[:300].rstrip(".")


def _await_end(process: int) -> None:
    """Wait for the last moments of a process that has given its locks back already."""
    deadline = time.monotonic() + 2
    with suppress(ProcessLookupError, PermissionError):
        while time.monotonic() < deadline:
            os.kill(process, 0)
            time.sleep(_PAUSE)
