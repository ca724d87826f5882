"""A database that is there and does not answer, and what people may expect then."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.processes.people import Answer, Visitor
from tests.processes.running import RunningSite

SOON = 3.0
BACK = 1.0


@contextmanager
def stopped(site: RunningSite) -> Iterator[None]:
    """The database is there, takes connections, and does not answer."""
    mongod = site.mongod
    assert mongod
    os.kill(mongod, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(mongod, signal.SIGCONT)


def assert_told(answer: Answer) -> None:
    assert answer.status == 503
    assert answer.seconds < SOON
    assert int(answer.headers["Retry-After"]) > 0
    assert "Back in a moment" in answer.page


def assert_back(visitor: Visitor, path: str) -> None:
    deadline = time.monotonic() + BACK
    statuses = set()
    # Both web workers, whichever answers.
    while len(statuses) < 1 or time.monotonic() < deadline:
        statuses = {visitor.get(path).status for _ in range(6)}
        if statuses == {200}:
            return
    raise AssertionError(f"{path} answers {statuses} a second after the database is back")
