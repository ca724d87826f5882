"""How often something may be tried: counted in the database, for all processes and restarts.

Each subject has a bucket that empties evenly (the generic cell rate algorithm of ITU-T I.371,
kept as the one moment at which the bucket will be empty): so many at once, then one at a time.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from flask import current_app
from pymongo import IndexModel
from pymongo.errors import DuplicateKeyError

from blogsite.database import Document
from blogsite.lib import clock
from blogsite.models.errors import TooOften

_SHORTEST = timedelta(seconds=1)
_MOST_ATTEMPTS = 5


@dataclass(frozen=True)
class Rate:
    """So many times in a while."""

    purpose: str
    times: int
    per: timedelta

    def of(self, *subject: object) -> Bucket:
        """Who or what is counted: an address, a mailbox, an account."""
        return Bucket(self, " ".join(map(str, subject)))


@dataclass(frozen=True)
class Bucket:
    """What one subject has tried lately."""

    rate: Rate
    subject: str

    def take(self, *, field: str | None = None) -> None:
        """Count one try, outside of any transaction.

        Arguments:
            field: the form field beside which a refusal belongs.

        Raises:
            TooOften: there were too many; this one is not counted.
        """
        if current_app.config["SETTINGS"].throttles and (wait := Throttle.fill(self)):
            raise TooOften(wait.total_seconds(), field=field)

    def give_back(self) -> None:
        """Take one try back: it was a good one."""
        if current_app.config["SETTINGS"].throttles:
            Throttle.drain(self)

    @property
    def key(self) -> str:
        """Of whom nobody learns an address from the database."""
        return hashlib.sha256(f"{self.rate.purpose}\n{self.subject}".encode()).hexdigest()

    @property
    def drop(self) -> timedelta:
        """How long one try takes to run out."""
        return self.rate.per / self.rate.times

    @property
    def depth(self) -> timedelta:
        """How full it may be for one more to find room."""
        return self.rate.per - self.drop


@dataclass(kw_only=True, eq=False)
class Throttle(Document):
    """One bucket that is not empty; written quickly, since a lost count does little harm."""

    collection_name: ClassVar[str] = "throttles"
    indexes = (IndexModel([("empty_at", 1)], expireAfterSeconds=0),)

    empty_at: datetime

    @classmethod
    def fill(cls, bucket: Bucket) -> timedelta | None:
        """Pour one try in; how long to wait when there is no room for it."""
        buckets = cls.collection(quick=True)
        for _attempt in range(_MOST_ATTEMPTS):
            now = clock.now()
            fuller = {"$add": [{"$max": ["$empty_at", now]}, _milliseconds(bucket.drop)]}
            room = {"_id": bucket.key, "empty_at": {"$lte": now + bucket.depth}}
            try:
                buckets.update_one(room, [{"$set": {"empty_at": fuller}}], upsert=True)
            except DuplicateKeyError:
                found = cls.find({"_id": bucket.key})
                wait = found.empty_at - clock.now() - bucket.depth if found else timedelta()
                if wait > timedelta():
                    return max(wait, _SHORTEST)
                # Somebody else has made it at the same moment, or it has just run out: again.
            else:
                return None
        return _SHORTEST

    @classmethod
    def drain(cls, bucket: Bucket) -> None:
        """Let one try run out at once."""
        emptier = {"$subtract": ["$empty_at", _milliseconds(bucket.drop)]}
        cls.collection(quick=True).update_one(
            {"_id": bucket.key}, [{"$set": {"empty_at": emptier}}]
        )


def _milliseconds(span: timedelta) -> int:
    return int(span.total_seconds() * 1000)
