"""Programs kept running beside one another, with none left behind."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType

from blogsite.lib.backoff import Backoff
from blogsite.lib.follower import LIFELINE

_PAUSE = 0.02


class Lifeline:
    """A pipe that breaks when the process that made it is gone (see `follower`)."""

    def __init__(self) -> None:
        self.reader, self._writer = os.pipe()

    def environment(self, environment: Mapping[str, str]) -> dict[str, str]:
        """An environment from which a program that inherits `reader` learns whom to follow."""
        return {**environment, LIFELINE: str(self.reader)}

    def __enter__(self) -> Lifeline:
        return self

    def __exit__(self, *_details: object) -> None:
        os.close(self._writer)
        os.close(self.reader)


class Program:
    """One program, started again whenever it ends, ever more slowly if it ends at once.

    It leads a session of its own: a signal to the supervisor's group leaves it alone until the
    supervisor decides, and whatever it starts can be found and stopped with it.

    Arguments:
        name: for people.
        command: program and arguments.
        folder: to run in.
        environment: all of it.
        descriptors: file descriptors that it inherits under the same numbers.
        niceness: how much it yields to others, 0 to 19.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        folder: Path,
        environment: Mapping[str, str],
        descriptors: Sequence[int] = (),
        niceness: int = 0,
    ) -> None:
        self.name = name
        self._command = list(command)
        self._folder = folder
        self._environment = dict(environment)
        self._descriptors = tuple(descriptors)
        self._niceness = niceness
        self._backoff = Backoff(first=0.1, calm=5)
        self._process: subprocess.Popen[bytes] | None = None
        self._groups: set[int] = set()
        self._told: set[int] = set()

    @property
    def failures(self) -> int:
        """How often in a row it was started only to end at once."""
        return self._backoff.failures - (1 if self._running else 0)

    @property
    def process(self) -> int | None:
        """The pid of the running program."""
        return self._process.pid if self._process and self._running else None

    def tend(self) -> str | None:
        """Start it if it does not run and its turn has come.

        Returns:
            How it had ended, if this start follows an end.
        """
        if self._running or not self._backoff.due:
            return None
        end = _told(self._process.returncode) if self._process else None
        self._tell_orphans()
        self._start()
        return end

    def ask_to_stop(self) -> None:
        """Send it SIGTERM and do not wait; what it started is its own to stop."""
        if self._process and self._running:
            self._process.terminate()

    def finished(self) -> bool:
        """Whether nothing of it is left; what outlives it is told to stop as well."""
        if self._running:
            return False
        self._tell_orphans()
        return not self._living_groups()

    def kill(self) -> None:
        """Kill it and whatever it started."""
        if self._process and self._running:
            self._process.kill()
        for group in self._living_groups():
            _signal(group, signal.SIGKILL)

    @property
    def _running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _start(self) -> None:
        self._backoff.tried()
        self._process = subprocess.Popen(
            self._command,
            cwd=self._folder,
            env=self._environment,
            pass_fds=self._descriptors,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._groups.add(self._process.pid)
        if self._niceness:
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self._process.pid, self._niceness)

    def _tell_orphans(self) -> None:
        """Once: a second SIGTERM would disturb those who are tidying up already."""
        for group in self._living_groups() - self._told:
            self._told.add(group)
            _signal(group, signal.SIGTERM)

    def _living_groups(self) -> set[int]:
        self._groups = {group for group in self._groups if _exists(group)}
        return self._groups


def stop_all(programs: Iterable[Program], *, grace: float) -> None:
    """Stop programs and whatever they started, together; kill what is left after a while.

    Arguments:
        programs: the ones to stop.
        grace: seconds until SIGKILL.
    """
    left = list(programs)
    for program in left:
        program.ask_to_stop()
    left = _await_end(left, grace)
    for program in left:
        program.kill()
    _await_end(left, 2)


class Signals:
    """The signals that ask a supervisor to stop, and the one that says that a child has ended.

    Nothing is interrupted: whoever waits is woken, then looks at `stopping`.
    """

    def __init__(self) -> None:
        self.stopping = False
        self._before: dict[int, object] = {}

    def __enter__(self) -> Signals:
        self._reader, self._writer = os.pipe()
        os.set_blocking(self._reader, False)
        os.set_blocking(self._writer, False)
        self._wakeup_before = signal.set_wakeup_fd(self._writer, warn_on_full_buffer=False)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD):
            if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._note)
        return self

    def __exit__(self, *_details: object) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)  # type: ignore[arg-type]
        signal.set_wakeup_fd(self._wakeup_before)
        os.close(self._reader)
        os.close(self._writer)

    def wait(self, seconds: float) -> None:
        """Sleep until a signal arrives, or for so long."""
        select.select([self._reader], [], [], seconds)
        with suppress(BlockingIOError):
            os.read(self._reader, 4096)

    def _note(self, number: int, _frame: FrameType | None) -> None:
        self.stopping = self.stopping or number != signal.SIGCHLD


def _await_end(programs: list[Program], seconds: float) -> list[Program]:
    deadline = time.monotonic() + seconds
    left = programs
    while left and time.monotonic() < deadline:
        left = [program for program in left if not program.finished()]
        time.sleep(_PAUSE if left else 0)
    return left


def _signal(group: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)


def _told(status: int) -> str:
    return f"status {status}" if status >= 0 else signal.Signals(-status).name


def _exists(group: int) -> bool:
    if sys.platform == "win32":
        return False
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
