"""kill -9 anywhere: every acknowledged write is there afterwards, and nothing is left running."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

import pytest
from pymongo import MongoClient, WriteConcern
from pymongo.errors import PyMongoError

from blogsite.database.private import PrivateMongo
from tests.processes.running import RunningSite

pytestmark = pytest.mark.processes

Marks = Any
DURABLE = WriteConcern("majority", j=True)


class Writer:
    """Writes one mark after the other while others are being killed."""

    def __init__(self, site: RunningSite) -> None:
        self.acknowledged: list[int] = []
        self._mongo = PrivateMongo(site.data_dir)
        self._stop = Event()
        self._thread = Thread(target=self._write)

    @contextmanager
    def at_work(self) -> Iterator[Writer]:
        self._uri = self._mongo.attach(may_start=False)
        self._thread.start()
        try:
            yield self
        finally:
            self._stop.set()
            self._thread.join()
            self._mongo.release()

    def wait_for_more(self) -> None:
        """Until some writes are acknowledged that were begun only now."""
        enough = len(self.acknowledged) + 5
        deadline = time.monotonic() + 30
        while len(self.acknowledged) < enough:
            assert time.monotonic() < deadline
            time.sleep(0.01)

    def lost(self) -> set[int]:
        with MongoClient(self._uri, serverSelectionTimeoutMS=20_000) as client:
            return set(self.acknowledged) - {mark["_id"] for mark in _marks(client).find()}

    def _write(self) -> None:
        with MongoClient(self._uri, serverSelectionTimeoutMS=500) as client:
            number = 0
            while not self._stop.is_set():
                number += 1
                try:
                    _marks(client).insert_one({"_id": number})
                except PyMongoError:
                    continue
                self.acknowledged.append(number)


@pytest.mark.parametrize("victim", ["web_server", "web_worker", "job_worker", "mongod"])
def test_what_is_killed_comes_back_and_nothing_is_lost(site: RunningSite, victim: str) -> None:
    with Writer(site).at_work() as writer:
        writer.wait_for_more()

        killed = site.killed(victim)

        writer.wait_for_more()
        site.wait_for_another(victim, killed)
        assert writer.lost() == set()
    assert site.stop() == 0
    assert site.processes() == []


def test_a_killed_launcher_takes_all_with_it(site: RunningSite) -> None:
    with Writer(site).at_work() as writer:
        writer.wait_for_more()

        os.kill(site.pid, signal.SIGKILL)
        site.wait()

        site.forget()
        site.wait_until(lambda: len(site.processes()) == 1)  # mongod, for the writer's sake
        writer.wait_for_more()
        assert writer.lost() == set()
    assert site.processes() == []


def test_after_a_killed_launcher_the_next_one_starts_at_once(site: RunningSite) -> None:
    os.kill(site.pid, signal.SIGKILL)
    site.wait()

    site.run()

    assert site.answers()
    assert site.stop() == 0
    assert site.processes() == []


def test_after_all_are_killed_at_once_the_next_one_adopts_the_database(site: RunningSite) -> None:
    mongod = site.mongod
    for process in site.processes():
        if process.pid != mongod:
            os.kill(process.pid, signal.SIGKILL)
    site.wait()

    site.run()

    assert site.mongod == mongod
    assert site.stop() == 0
    assert site.processes() == []


def _marks(client: MongoClient[dict[str, Any]]) -> Marks:
    return client.get_database("kills").get_collection("marks", write_concern=DURABLE)
