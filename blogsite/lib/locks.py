"""Locks on files, which the kernel gives back whatever becomes of the process that held them."""

from __future__ import annotations

import os
import struct
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from weakref import WeakSet

if sys.platform != "win32":
    import fcntl

_PAUSE = 0.01


class FileLock:
    """One hold on one file through an open file description of its own.

    A forked child inherits the description, and with it the lock, for as long as it lives: so it
    is closed there, and the child takes its own when it needs one.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    @property
    def held(self) -> bool:
        return self._descriptor is not None

    def fileno(self) -> int:
        """For a program that is to inherit the lock, and hold it until it ends too."""
        if self._descriptor is None:
            raise ValueError("the lock is not held")
        return self._descriptor

    def take(self, *, shared: bool = False, timeout: float = 0) -> bool:
        """Take the lock, or change the way it is held.

        Arguments:
            shared: beside others that share it, instead of alone.
            timeout: for how many seconds to try.

        Returns:
            Whether it is held as asked; if not, it is not held at all.
        """
        self._open()
        deadline = time.monotonic() + timeout
        while not self._try(shared=shared):
            if time.monotonic() >= deadline:
                self.give_back()
                return False
            time.sleep(_PAUSE)
        return True

    def give_back(self) -> None:
        """Let go; harmless when nothing is held."""
        with _fork_gate:
            descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            fcntl.flock(descriptor, fcntl.LOCK_UN)
            os.close(descriptor)

    def write(self, text: str) -> None:
        """Leave a note in the file for those who find the lock taken."""
        if self._descriptor is not None:
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, text.encode(), 0)

    def _open(self) -> None:
        with _fork_gate:
            if self._descriptor is None:
                self._descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
                _locks.add(self)

    def _try(self, *, shared: bool) -> bool:
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(self._descriptor or 0, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _forget(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


@contextmanager
def alone(path: Path, *, timeout: float) -> Iterator[None]:
    """Hold the lock on a file alone, among threads as among processes.

    Raises:
        TimeoutError: others held it for all of `timeout` seconds.
    """
    lock = FileLock(path)
    if not lock.take(timeout=timeout):
        raise TimeoutError(str(path))
    try:
        yield
    finally:
        lock.give_back()


def locked(path: Path) -> bool:
    """Whether anybody holds a lock on the file, be it of flock's kind or of POSIX.

    It takes flock's for a moment: do not ask while somebody may be about to take that himself.
    """
    if not path.exists():
        return False
    lock = FileLock(path)
    free = lock.take()
    lock.give_back()
    return not free or holder(path) is not None


def holder(path: Path) -> int | None:
    """The process that holds a POSIX lock on the file, as the kernel knows it; 0 for one unseen."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        answer = fcntl.fcntl(descriptor, fcntl.F_GETLK, _question())
    finally:
        os.close(descriptor)
    return _holder_in(answer)


_DARWIN = sys.platform == "darwin"
_FLOCK = "@qqihh" if _DARWIN else "@hhqqi"  # struct flock: start, length, pid, type, whence


def _question() -> bytes:
    fields = (0, 0, 0, fcntl.F_WRLCK, 0) if _DARWIN else (fcntl.F_WRLCK, 0, 0, 0, 0)
    return struct.pack(_FLOCK, *fields)


def _holder_in(answer: bytes) -> int | None:
    fields = struct.unpack(_FLOCK, answer)
    kind, process = (fields[3], fields[2]) if _DARWIN else (fields[0], fields[4])
    return None if kind == fcntl.F_UNLCK else max(process, 0)


_locks: WeakSet[FileLock] = WeakSet()
_fork_gate = threading.Lock()


def _close_inherited() -> None:
    for lock in list(_locks):
        lock._forget()  # noqa: SLF001 - this module's own class
    _fork_gate.release()


if sys.platform != "win32":
    os.register_at_fork(
        before=_fork_gate.acquire,
        after_in_parent=_fork_gate.release,
        after_in_child=_close_inherited,
    )
