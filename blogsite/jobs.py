"""Work for later: asked for in the same transaction as its cause, claimed by lease, retried."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from bson import ObjectId
from flask import current_app, g
from pymongo import IndexModel, ReturnDocument
from pymongo.errors import PyMongoError

from blogsite.database import Document
from blogsite.lib import clock

LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 10
CLOCKS_DIFFER = timedelta(minutes=5)
LONGEST_DELAY = timedelta(hours=1)

log = logging.getLogger(__name__)

Handler = Callable[..., None]
_handlers: dict[str, Handler] = {}
_undone: dict[str, Handler] = {}


def _at_once() -> datetime:
    # The database's clock decides when: a machine whose clock runs ahead must delay nothing.
    return clock.now() - CLOCKS_DIFFER


@dataclass(kw_only=True, eq=False)
class Job(Document):
    """One piece of work that waits, is being done, or has failed for good.

    A finished one is removed. `state` is `waiting` (also while leased) or `dead`.
    """

    collection_name: ClassVar[str] = "jobs"
    indexes = (
        IndexModel([("state", 1), ("run_at", 1)]),
        IndexModel([("state", 1), ("_id", 1)]),
    )

    kind: str
    arguments: dict[str, Any] = field(default_factory=dict)
    state: str = "waiting"
    run_at: datetime = field(default_factory=_at_once)
    base_url: str = ""
    attempts: int = 0
    lease: ObjectId | None = None
    last_error: str | None = None
    created_at: datetime = field(default_factory=clock.now)

    @classmethod
    def claim(cls) -> Job | None:
        """Take the job that has waited longest, for the time of a lease.

        A lease is a due time further off: whoever dies holding one leaves a job that is due
        again later. The database's clock decides, since machines disagree about the time.
        """
        due = {"state": "waiting", "$expr": {"$lte": ["$run_at", "$$NOW"]}}
        leased = {
            "run_at": {"$add": ["$$NOW", int(LEASE.total_seconds() * 1000)]},
            "lease": ObjectId(),
            "attempts": {"$add": ["$attempts", 1]},
        }
        stored = cls.collection().find_one_and_update(
            due, [{"$set": leased}], sort=[("run_at", 1)], return_document=ReturnDocument.AFTER
        )
        return cls.load(stored) if stored else None

    @classmethod
    def every(cls, *, state: str | None = None, after: ObjectId | None = None) -> Iterator[Self]:
        """All jobs, the oldest first, however many they are.

        Arguments:
            state: only those that are `waiting` or `dead`.
            after: the id to go on from.
        """
        return map(cls.load, cls.stream({"state": state} if state else {}, after=after))

    @classmethod
    def count(cls, state: str) -> int:
        """How many there are in a state."""
        return cls.collection().count_documents({"state": state})

    def retry(self) -> bool:
        """Let it be done now, as if it had never failed; False when it is being done or is gone."""
        afresh = {"state": "waiting", "attempts": 0, "lease": None, "last_error": None}
        now = {"run_at": clock.now()}
        return bool(self.collection().update_one(self._idle, {"$set": afresh | now}).matched_count)

    def drop(self) -> bool:
        """Remove it undone; False when it is being done or is gone."""
        if not self.collection().find_one(self._idle, {"_id": 1}):
            return False
        self._tell_undone()
        return bool(self.collection().delete_one(self._idle).deleted_count)

    @property
    def leased(self) -> bool:
        """Whether somebody is doing it, or died doing it less than a lease ago."""
        return self.lease is not None and self.run_at > clock.now()

    def run(self) -> None:
        """Do it; what goes wrong is kept with the job, which is tried again later."""
        try:
            if self.attempts > MOST_ATTEMPTS:
                self._fail("the worker died each time it ran this job")
                return
            # Links are those of the site that asked, whatever this worker's own settings are.
            g.base_url = self.base_url
            _handlers[self.kind](**self.arguments)
        except Exception as error:  # noqa: BLE001 (the worker outlives whatever its jobs do)
            log.warning("job %s (%s) failed: %r", self.id, self.kind, error)
            self._fail(repr(error)[:500])
        else:
            self.collection().delete_one(self._held)
        finally:
            g.pop("base_url", None)

    def _fail(self, reason: str) -> None:
        dead = self.attempts >= MOST_ATTEMPTS
        if dead:
            self._tell_undone()
        change = {
            "state": "dead" if dead else "waiting",
            "run_at": clock.now() + delay(self.attempts),
            "lease": None,
            "last_error": reason,
        }
        self.collection().update_one(self._held, {"$set": change})

    def _tell_undone(self) -> None:
        # Before it is dead or gone: who dies in between finds it again when the lease is over.
        if self.kind in _undone:
            _undone[self.kind](**self.arguments)

    @property
    def _idle(self) -> dict[str, Any]:
        return {"_id": self.id, "$or": [{"lease": None}, {"run_at": {"$lte": clock.now()}}]}

    @property
    def _held(self) -> dict[str, Any]:
        # Only who still holds the lease may say how it ended.
        return {"_id": self.id, "lease": self.lease}


def job(kind: str, *, undone: Handler | None = None) -> Callable[[Handler], Handler]:
    """Names the function that does a kind of work; it must be safe to run twice.

    Arguments:
        kind: what to call it.
        undone: told, with what the job got, that nobody will do it: it failed for good, or was
            dropped. Safe to run twice as well.
    """

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        if undone:
            _undone[kind] = undone
        return handler

    return register


def later(kind: str, *, run_at: datetime | None = None, **arguments: Any) -> Job:
    """Ask for work; inside a transaction it is asked for only if that commits.

    Arguments:
        kind: what a handler is registered for.
        run_at: not before that moment; left out, at once.
        arguments: what the handler gets.
    """
    if kind not in _handlers:
        raise LookupError(f"nobody does {kind}")
    return Job(
        kind=kind, arguments=arguments, run_at=run_at or _at_once(), base_url=_base_url()
    ).insert()


def _base_url() -> str:
    return str(current_app.config["SETTINGS"].base_url)


def delay(attempts: int) -> timedelta:
    """How long to wait after so many attempts: 5 s, 10 s, 20 s, … an hour, ± a quarter."""
    seconds = min(LONGEST_DELAY.total_seconds(), 2.5 * 2**attempts)
    return timedelta(seconds=seconds * random.uniform(0.75, 1.25))  # noqa: S311


def run_due() -> int:
    """Do all that is due now; how many jobs that were."""
    done = 0
    while run_one():
        done += 1
    return done


def run_one() -> bool:
    """Do what has been due longest; False when nothing is."""
    claimed = Job.claim()
    if claimed:
        claimed.run()
    return claimed is not None


def work(*, until: Callable[[float], bool], poll: float = 0.5) -> None:
    """Do what becomes due, for as long as the process lives.

    Arguments:
        until: waits that many seconds, or less when it is time to stop; whether it is.
        poll: seconds between looks at an empty queue.
    """
    pause = 0.0
    while not until(pause):
        try:
            # One at a time, so that a long queue does not keep the process from stopping.
            pause = 0 if run_one() else poll
        except PyMongoError as error:
            log.warning("the database does not answer, trying again soon: %s", error)
            pause = 2 * poll
