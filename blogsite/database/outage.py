"""Whether the database is away just now: known once, so that not everybody waits for it in turn."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from threading import Lock, Thread

import pymongo
from pymongo.errors import ConnectionFailure, PyMongoError

_PAUSE = 0.1


class DatabaseAway(ConnectionFailure):
    """The database did not answer a moment ago and has not come back yet."""


class Outage:
    """Begins when somebody has waited in vain, ends when the database answers again.

    Arguments:
        answers: asks the database something small, and raises what goes wrong.
    """

    def __init__(self, answers: Callable[[], None]) -> None:
        self._answers = answers
        self._lock = Lock()
        self.lasting = False

    def begin(self) -> None:
        """Somebody has waited in vain; harmless when that is known."""
        with self._lock:
            if not self.lasting:
                self.lasting = True
                Thread(target=self._watch, name="database outage", daemon=True).start()

    def _watch(self) -> None:
        while self._goes_on():
            time.sleep(_PAUSE)
        with self._lock:
            self.lasting = False

    def _goes_on(self) -> bool:
        try:
            self._answers()
        except PyMongoError:
            return True
        return False


def patience(seconds: float) -> AbstractContextManager[None]:
    """Wait no longer for whatever the database is asked inside, all together."""
    return pymongo.timeout(seconds)


def is_away(error: PyMongoError) -> bool:
    """Whether somebody has just found that the database does not answer, or answers too late."""
    found = isinstance(error, ConnectionFailure) or error.timeout
    return found and not isinstance(error, DatabaseAway)


def will_pass(error: PyMongoError) -> bool:
    """Whether the same may go well in a moment, and nothing is wrong with what was asked."""
    return (
        isinstance(error, ConnectionFailure)
        or error.timeout
        or error.has_error_label("TransientTransactionError")
    )
