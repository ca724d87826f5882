"""Programs kept running, and stopped with all they started."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from blogsite.lib.supervisor import Lifeline, Program, Signals, stop_all

Start = Callable[..., Program]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts shell scripts as programs; what still runs at the end is killed."""
    started: list[Program] = []

    def one(script: str, **options: object) -> Program:
        environment = options.pop("environment", dict(os.environ))
        program = Program(
            "script",
            ["sh", "-c", script],
            folder=tmp_path,
            environment=environment,  # type: ignore[arg-type]
            **options,  # type: ignore[arg-type]
        )
        started.append(program)
        program.tend()
        return program

    yield one
    stop_all(started, grace=0)


def wait_until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_one_that_runs_is_left_alone(start: Start) -> None:
    program = start("exec sleep 60")
    process = program.process

    assert program.tend() is None
    assert program.process == process
    assert program.failures == 0


@pytest.mark.parametrize(("script", "end"), [("exit 3", "status 3"), ("kill -9 $$", "SIGKILL")])
def test_one_that_ended_is_started_again_and_how_it_ended_told(
    start: Start, script: str, end: str
) -> None:
    program = start(script)
    told: list[str | None] = []

    wait_until(lambda: told.append(program.tend()) or told[-1])

    assert told[-1] == end
    wait_until(lambda: program.failures == 2)


def test_what_it_had_started_ends_with_it(start: Start, tmp_path: Path) -> None:
    program = start("sleep 60 & echo $! > child; wait")
    wait_until(lambda: (tmp_path / "child").exists() and (tmp_path / "child").read_text())

    stop_all([program], grace=5)

    assert program.finished()
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "child").read_text()), 0)


def test_one_that_will_not_stop_is_killed(start: Start, tmp_path: Path) -> None:
    program = start("trap '' TERM; touch deaf; while :; do sleep 0.05; done")
    wait_until((tmp_path / "deaf").exists)

    stop_all([program], grace=0.1)

    assert program.finished()


def test_it_can_be_made_to_yield(start: Start) -> None:
    program = start("exec sleep 60", niceness=10)

    assert program.process
    assert os.getpriority(os.PRIO_PROCESS, program.process) == 10


def test_a_follower_stops_when_the_lifeline_breaks(start: Start, tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    command = f"cd {root} && touch {tmp_path}/on && exec {sys.executable} -m blogsite.lib.follower"
    with Lifeline() as lifeline:
        program = start(
            f"{command} http.server 0 --bind 127.0.0.1",
            environment=lifeline.environment(os.environ),
            descriptors=[lifeline.reader],
        )
        wait_until((tmp_path / "on").exists)
        time.sleep(0.2)
        assert program.process

    wait_until(lambda: program.process is None)


def test_signals_wake_whoever_waits_and_ask_to_stop() -> None:
    with Signals() as signals:
        started_at = time.monotonic()
        os.kill(os.getpid(), signal.SIGCHLD)
        signals.wait(20)
        assert not signals.stopping

        os.kill(os.getpid(), signal.SIGTERM)
        signals.wait(20)

        assert signals.stopping
        assert time.monotonic() - started_at < 10
    assert signal.getsignal(signal.SIGCHLD) is signal.SIG_DFL
