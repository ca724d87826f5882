"""While the database is away one asks for all, and who comes meanwhile is not kept waiting."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from pymongo.errors import (
    AutoReconnect,
    DuplicateKeyError,
    ExecutionTimeout,
    OperationFailure,
    PyMongoError,
)

from blogsite.database.errors import DatabaseRefused
from blogsite.database.opening import Opening
from blogsite.database.outage import DatabaseAway, Outage, is_away, will_pass

WRITE_CONFLICT = OperationFailure("conflict", 112, {"errorLabels": ["TransientTransactionError"]})


class Database:
    """Does not answer for so many times; `asked` is how often it was asked."""

    def __init__(self, deaf: int) -> None:
        self.asked = 0
        self._deaf = deaf

    def ask(self) -> None:
        self.asked += 1
        if self.asked <= self._deaf:
            raise AutoReconnect


def test_it_lasts_until_the_database_answers() -> None:
    database = Database(deaf=2)
    outage = Outage(database.ask)

    outage.begin()

    assert outage.lasting
    wait_until(lambda: not outage.lasting)
    assert database.asked == 3


def test_many_who_notice_it_ask_but_once() -> None:
    database = Database(deaf=1)
    outage = Outage(database.ask)

    for _ in range(20):
        outage.begin()

    wait_until(lambda: not outage.lasting)
    assert database.asked == 2


def test_another_one_may_follow() -> None:
    outage = Outage(Database(deaf=0).ask)
    outage.begin()
    wait_until(lambda: not outage.lasting)

    outage.begin()

    wait_until(lambda: not outage.lasting)


@pytest.mark.parametrize(
    ("error", "away", "passes"),
    [
        (AutoReconnect("gone"), True, True),
        (ExecutionTimeout("slow", 50), True, True),
        (DatabaseAway("known"), False, True),
        (WRITE_CONFLICT, False, True),
        (DuplicateKeyError("taken", 11000), False, False),
        (OperationFailure("nonsense", 9), False, False),
    ],
)
def test_not_every_error_is_an_outage(error: PyMongoError, away: bool, passes: bool) -> None:
    assert is_away(error) == away
    assert will_pass(error) == passes


def test_all_who_come_share_one_attempt_to_open() -> None:
    attempts: list[float] = []

    def open_it() -> None:
        attempts.append(time.monotonic())
        time.sleep(0.1)

    opening = Opening(open_it, patience=10)
    with ThreadPoolExecutor(8) as crowd:
        for one in [crowd.submit(opening.wait) for _ in range(8)]:
            one.result()

    assert len(attempts) == 1


def test_nobody_waits_longer_than_the_first() -> None:
    end = threading.Event()
    opening = Opening(lambda: end.wait(30) and None, patience=0.3)
    started_at = time.monotonic()

    for _ in range(5):
        with pytest.raises(DatabaseAway):
            opening.wait()

    assert time.monotonic() - started_at < 1
    end.set()


def test_what_fails_is_tried_again() -> None:
    outcomes = [DatabaseRefused("no"), AutoReconnect("gone"), None]

    def open_it() -> None:
        if (outcome := outcomes.pop(0)) is not None:
            raise outcome

    opening = Opening(open_it, patience=10)
    with pytest.raises(DatabaseRefused):
        opening.wait()
    with pytest.raises(AutoReconnect):
        opening.wait()
    opening.wait()

    assert outcomes == []


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)
