"""Hearing what other machines have changed: a change stream, followed by one process of this one.

Each process that answers readers has a thread that would follow. One of them holds the lock, and
the others wait for it to end. The cursor is asked by plain commands: a driver that takes up a lost
stream by itself would hide that it was lost.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Mapping
from threading import Event, Thread
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import ConnectionFailure, OperationFailure, PyMongoError

from blogsite.database.connection import Connection
from blogsite.database.errors import DatabaseRefused
from blogsite.database.generations import NOTES, stamp
from blogsite.lib.generations import Generations
from blogsite.lib.locks import FileLock

BEAT = 0.1
"""Seconds. So long the database waits for something to tell before it says: nothing."""
TRUSTED = 225_000_000
"""Nanoseconds for which a stream that has been heard from is believed to be still there."""

_PAUSE = 0.05
_PATIENCE = 1000  # milliseconds
_PIPELINE: list[dict[str, Any]] = [
    {"$changeStream": {}},
    {"$match": {"operationType": "insert"}},
    {"$project": {"fullDocument.names": 1}},
]

_log = logging.getLogger(__name__)


class Follower:
    """Stamps what other machines change, and knows when it cannot.

    Arguments:
        connection: the way to the database.
        generations: what to stamp.
    """

    def __init__(self, connection: Connection, generations: Generations) -> None:
        self._connection = connection
        self._generations = generations
        self._lock = FileLock(connection.shared.folder / "following.lock")
        self._process = 0
        self._over = Event()
        self._thread: Thread | None = None

    @property
    def hears(self) -> bool:
        """Whether all that was changed elsewhere is stamped, but for the last moment's."""
        return self._generations.confirmed(within=TRUSTED)

    def begin(self) -> None:
        """Follow from now on, in a thread of this process; harmless when repeated."""
        if self._process != os.getpid():
            self._process = os.getpid()
            self._over = Event()
            self._thread = Thread(
                target=self._run, args=(self._over,), name="following", daemon=True
            )
            self._thread.start()

    def end(self) -> None:
        """Follow no longer; another process of this machine may."""
        self._over.set()
        if self._thread is not None and self._process == os.getpid():
            self._thread.join(2 * _PATIENCE / 1000)
            self._process = 0

    def _run(self, over: Event) -> None:
        while not over.is_set():
            if self._lock.held or self._lock.take():
                self._lead(over)
            over.wait(_PAUSE)
        self._generations.doubt()
        self._lock.give_back()

    def _lead(self, over: Event) -> None:
        try:
            with self._connection.another_client(
                serverSelectionTimeoutMS=_PATIENCE,
                connectTimeoutMS=_PATIENCE,
                socketTimeoutMS=_PATIENCE,
                maxPoolSize=1,
            ) as client:
                name = self._connection.as_found.name
                with client.start_session() as session:
                    self._follow(client[name], session, over)
        except (ConnectionFailure, OperationFailure) as error:
            self._lost(error)
        except (PyMongoError, DatabaseRefused, OSError) as error:
            self._lost(error)
            over.wait(1)

    def _lost(self, error: Exception) -> None:
        heard = self.hears
        self._generations.doubt()
        if heard:
            _log.warning("The change stream is lost, pages are made anew: %s", error)

    def _follow(
        self, database: Database[dict[str, Any]], session: ClientSession, over: Event
    ) -> None:
        opened = database.command(
            "aggregate", NOTES, pipeline=_PIPELINE, cursor={}, session=session
        )
        # What was changed before that, nobody has heard: whatever is kept is over.
        self._generations.stamp_all()
        answer: Mapping[str, Any] = opened
        batch = answer["cursor"]["firstBatch"]
        while True:
            self._take_in(batch)
            self._generations.confirm()
            if over.is_set():
                return
            answer = database.command(
                "getMore",
                answer["cursor"]["id"],
                collection=NOTES,
                maxTimeMS=int(BEAT * 1000),
                session=session,
            )
            batch = answer["cursor"]["nextBatch"]

    def _take_in(self, notes: Iterable[Mapping[str, Any]]) -> None:
        for one in notes:
            stamp(self._generations, one["fullDocument"]["names"])
