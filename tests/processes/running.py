"""A whole site in processes of its own, to be looked at and killed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.support import logs
from tests.support.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 40.0


@dataclass(frozen=True)
class Process:
    """What the system tells of one process."""

    pid: int
    parent: int
    command: str


class RunningSite:
    """`python app.py`, or another command, on a `DATA_DIR` and a `PORT` of its own."""

    def __init__(self, folder: Path, *, port: int | None = None, **settings: str) -> None:
        self.data_dir = folder / "data"
        self.port = port or free_port()
        self.output = folder / f"output-{self.port}.txt"
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> Mapping[str, str]:
        kept = ("PATH", "HOME", "LANG", "TMPDIR", "MONGOD", "COVERAGE_PROCESS_CONFIG")
        inherited = {name: os.environ[name] for name in kept if name in os.environ}
        own = {"DATA_DIR": str(self.data_dir), "PORT": str(self.port), "BASE_URL": ""}
        return {**inherited, **own, **self._settings}

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def said(self) -> str:
        return self.output.read_text() if self.output.exists() else ""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, *command: str) -> None:
        """Start a command as the leader of its own process group, and do not wait."""
        with self.output.open("ab") as output:
            self._process = subprocess.Popen(
                command or (sys.executable, "app.py"),
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def run(self) -> None:
        """Start the site and wait until it has told its address."""
        told = self.said.count("Ctrl-C")
        self.start()
        self.wait_until(lambda: self.said.count("Ctrl-C") > told)

    def flask(self, *arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        """A command beside the site, or alone."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "app", *arguments],
            cwd=ROOT,
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        # Its answer is for the person who typed it, such as a letter to read.
        logs.overhear(done.stderr, self.data_dir)
        return done

    def get(self, path: str) -> int:
        with urllib.request.urlopen(self.url + path, timeout=10) as answer:
            return int(answer.status)

    def answers(self, path: str = "/readyz") -> bool:
        try:
            return self.get(path) == 200
        except OSError:
            return False

    def wait_until(self, condition: Callable[[], object], seconds: float = PATIENCE) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, f"waited {seconds} s in vain; it said:\n{self.said}"
            assert self._process is None or self._process.poll() is None, self.said
            time.sleep(0.02)

    def wait(self) -> int:
        """The exit status, when it has ended."""
        assert self._process is not None
        return self._process.wait(PATIENCE)

    def forget(self) -> None:
        """It has ended, and is not expected to live while one waits for what it left."""
        self._process = None

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        os.killpg(self.pid, number)
        return self.wait()

    def tidy_up(self) -> None:
        """After a test, also one that failed half-way: nothing of it may go on."""
        logs.overhear(self.said, self.data_dir)
        for process in self.processes():
            os.kill(process.pid, signal.SIGKILL)
        if self._process is not None:
            self._process.wait(PATIENCE)

    def processes(self) -> list[Process]:
        """All that runs for this `DATA_DIR`, whoever its parent is."""
        mark = f"DATA_DIR={self.data_dir}\0".encode()
        return [process for process in _all_processes(mark) if process.pid != os.getpid()]

    @property
    def web_server(self) -> int | None:
        return self._one(lambda one: "-m gunicorn" in one.command and one.parent == self.pid)

    @property
    def web_worker(self) -> int | None:
        server = self.web_server
        return self._one(lambda one: one.parent == server)

    @property
    def job_worker(self) -> int | None:
        return self._one(lambda one: one.command.endswith("jobs work"))

    @property
    def mongod(self) -> int | None:
        return self._one(lambda one: str(self.data_dir / "mongo") in one.command)

    def killed(self, victim: str) -> int:
        """Send SIGKILL to one of them, by the name that it has here."""
        pid = getattr(self, victim)
        os.kill(pid, signal.SIGKILL)
        return int(pid)

    def wait_for_another(self, victim: str, killed: int) -> None:
        """Until there is one in the place of the one that was killed, and the site answers."""
        self.wait_until(lambda: getattr(self, victim) not in (None, killed))
        self.wait_until(self.answers)

    def _one(self, wanted: Callable[[Process], bool]) -> int | None:
        return next((process.pid for process in self.processes() if wanted(process)), None)


def _all_processes(mark: bytes) -> list[Process]:
    folders = [folder for folder in Path("/proc").iterdir() if folder.name.isdigit()]
    return [process for process in (_process(folder, mark) for folder in folders) if process]


def _process(folder: Path, mark: bytes) -> Process | None:
    try:
        if mark not in (folder / "environ").read_bytes():
            return None
        parent = re.search(r"^PPid:\s+(\d+)", (folder / "status").read_text(), re.MULTILINE)
        command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
    except OSError:
        return None
    return Process(int(folder.name), int(parent[1]) if parent else 0, command)
