"""A function in a process of its own is done in time, or stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from blogsite.lib import bounded, markdown

LIMITS = bounded.Limits(cpu=1, memory=512 * 1024 * 1024, wall=20)

WORK = """
import dataclasses, os, signal, sys, time

@dataclasses.dataclass
class Made:
    word: str

def echo(value): return Made(value)
def modules(): return sorted(sys.modules)
def spin():
    while True: pass
def swallow(): return len(bytearray(2**30))
def dig(depth=0): return dig(depth + 1)
def swell(): raise OverflowError
def sleep(seconds): time.sleep(seconds)
def die(): os.abort()
def fail(): raise ValueError("no such word")
def told_to_stop():
    for number in (signal.SIGTERM, signal.SIGINT): os.kill(os.getpid(), number)
    return "done all the same"
def note(path):
    with open(path, "w") as file: file.write(str(os.getpid()))
    time.sleep(60)
"""


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A module with something for every limit."""
    path = tmp_path / "work.py"
    path.write_text(WORK)
    return path


def test_what_the_function_returns_comes_back(work: Path) -> None:
    word = "é ☔ \x00 " + "x" * 1_000_000

    assert bounded.call(work, "echo", word, limits=LIMITS) == {"word": word}


@pytest.mark.parametrize("name", ["spin", "swallow", "dig", "swell", "die"])
def test_who_takes_too_much_is_stopped(work: Path, name: str) -> None:
    with pytest.raises(bounded.TooMuch):
        bounded.call(work, name, limits=LIMITS)


def test_who_sleeps_too_long_is_stopped(work: Path) -> None:
    started_at = time.monotonic()
    limits = bounded.Limits(cpu=1, memory=LIMITS.memory, wall=0.3)

    with pytest.raises(bounded.TooMuch):
        bounded.call(work, "sleep", 60, limits=limits)

    assert time.monotonic() - started_at < 5


def test_who_fails_for_another_reason_tells_where(work: Path) -> None:
    with pytest.raises(RuntimeError, match="no such word"):
        bounded.call(work, "fail", limits=LIMITS)


def test_many_threads_may_ask_at_once(work: Path) -> None:
    answers: list[object] = []
    threads = [
        threading.Thread(
            target=lambda: answers.append(bounded.call(work, "echo", "x", limits=LIMITS))
        )
        for _ in range(12)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert answers == [{"word": "x"}] * 12


def test_it_leaves_no_descriptor_open(work: Path) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))

    for _ in range(3):
        bounded.call(work, "echo", "x", limits=LIMITS)

    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_it_starts_without_our_packages() -> None:
    made = bounded.call(markdown.__file__, "render", "*Rain*", limits=LIMITS)

    assert markdown.Rendered(**made) == markdown.render("*Rain*")


def test_nothing_of_the_site_is_loaded_for_it(work: Path) -> None:
    loaded = set(bounded.call(work, "modules", limits=LIMITS))

    assert not {"flask", "pymongo", "blogsite"} & loaded


def test_a_service_that_is_stopped_lets_it_finish(work: Path) -> None:
    assert bounded.call(work, "told_to_stop", limits=LIMITS) == "done all the same"


def test_it_ends_with_the_one_who_asked(work: Path, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    ask = (
        "import sys; from blogsite.lib.bounded import *;"
        "call(sys.argv[1], 'note', sys.argv[2],"
        "limits=Limits(cpu=5, memory=2**29, wall=60))"
    )
    asking = subprocess.Popen([sys.executable, "-c", ask, str(work), str(note)])
    wait_until(lambda: note.exists() and note.read_text())
    child = int(note.read_text())

    os.kill(asking.pid, signal.SIGKILL)
    asking.wait(10)

    wait_until(lambda: not is_running(child))


def wait_until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def is_running(process: int) -> bool:
    try:
        status = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"
