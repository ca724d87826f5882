"""The seam between whatever is written and the pages that show it.

Every command that changes something passes here on its way to the database. What it ends is told
to other machines by a note in the same transaction, and to this one right after the commit: before
whoever asked for the change hears that it is done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import Any

from pymongo import IndexModel, monitoring
from pymongo.database import Database

from blogsite.database import indexes, readership
from blogsite.database.readership import EVERYTHING, NOBODY
from blogsite.lib import clock
from blogsite.lib.generations import Generations

NOTES = "page_generations"
"""One note for each change. Others are added instead of counted up, so that two who save at the
same time in different blogs do not get into each other's way."""

KEPT = timedelta(hours=1)

indexes.declare(NOTES, [IndexModel([("at", 1)], expireAfterSeconds=int(KEPT.total_seconds()))])
readership.declare(NOTES, NOBODY)

_ended: ContextVar[set[str] | None] = ContextVar("ended", default=None)


class Changes(monitoring.CommandListener):
    """Listens to a client's commands for what they change.

    Arguments:
        tell: told what was changed outside of any transaction, once the database has answered.
    """

    def __init__(self, tell: Callable[[set[str]], None]) -> None:
        self._tell = tell
        self._alone: dict[int, set[str]] = {}

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        names = readership.ended_by(event.command_name, event.command)
        within = _ended.get()
        if within is not None:
            within |= names
        elif names:
            self._alone[event.request_id] = names

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        self._answered(event.request_id)

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        # It may have been done all the same.
        self._answered(event.request_id)

    def _answered(self, request_id: int) -> None:
        if names := self._alone.pop(request_id, None):
            self._tell(names)


@contextmanager
def ending(generations: Callable[[], Generations | None]) -> Iterator[set[str]]:
    """Around a transaction: what ends within it is stamped when it is over.

    Also when it fails: whether it was committed is not always known.
    """
    names: set[str] = set()
    token = _ended.set(names)
    try:
        yield names
    finally:
        _ended.reset(token)
        if names:
            stamp(generations(), names)


def note(database: Database[dict[str, Any]], names: Iterable[str]) -> None:
    """Tell other machines; in a transaction, once that is committed."""
    if told := sorted(names):
        told = [EVERYTHING] if len(told) > readership.MOST_NAMES else told
        database[NOTES].insert_one({"names": told, "at": clock.now()})


def stamp(generations: Generations | None, names: Iterable[str]) -> None:
    """Tell the processes of this machine."""
    told = set(names)
    if generations is None:
        return
    if EVERYTHING in told or len(told) > readership.MOST_NAMES:
        generations.stamp_all()
    else:
        generations.stamp(told)
