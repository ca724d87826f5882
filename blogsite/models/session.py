"""One browser that is signed in."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar

from bson import ObjectId
from pymongo import DESCENDING, IndexModel

from blogsite.database import NOT_STORED, Document, Stale, atomic
from blogsite.lib import clock
from blogsite.models import device, signals
from blogsite.models.device import Device
from blogsite.models.errors import NotFound, WrongCredentials
from blogsite.models.user import SESSIONS, User

LIFETIME = timedelta(days=90)
"""However much it is used."""

IDLE = timedelta(days=14)
"""Without being used."""

FRESH = timedelta(minutes=15)
"""How long a proof of who is there serves for what cannot be undone."""

SEEN_EVERY = timedelta(minutes=5)
_MOST_SHOWN = 50


def _idle_end() -> datetime:
    return clock.now() + IDLE


@dataclass(kw_only=True, eq=False)
class Session(Document):
    """Known by the hash of a token that only the browser has; deleting it signs out."""

    collection_name: ClassVar[str] = SESSIONS
    indexes = (
        IndexModel([("user_id", 1), ("seen_at", DESCENDING)]),
        IndexModel([("expires_at", 1)], expireAfterSeconds=0),
    )

    user_id: Any
    user_agent: str
    place: str = ""
    public_id: ObjectId = field(default_factory=ObjectId)
    created_at: datetime = field(default_factory=clock.now)
    seen_at: datetime = field(default_factory=clock.now)
    authenticated_at: datetime = field(default_factory=clock.now)
    expires_at: datetime = field(default_factory=_idle_end)
    user: User | None = field(default=None, repr=False, metadata=NOT_STORED)

    @classmethod
    def start(cls, user: User, *, device: Device) -> str:
        """Sign a browser in.

        Returns:
            The token: never stored, so that a stolen database opens no account.

        Raises:
            WrongCredentials: the account has another password since the user was read, or keeps
                them out, or is gone.
        """
        token = secrets.token_urlsafe(32)
        made = cls(
            id=_hash(token),
            user_id=user.id,
            user_agent=device.agent[:200],
            place=device.place,
            user=user,
        )
        made._begin(user)
        return token

    @atomic
    def _begin(self, user: User) -> None:
        # The account is written as well, so that a new password, which ends all sessions, misses
        # none that an old one begins at the same moment: one of the two has to begin again.
        as_proved = {"password_hash": user.password_hash, "suspension": None}
        try:
            user.update({"signed_in_at": clock.now()}, expecting=as_proved)
        except Stale as error:
            raise WrongCredentials from error
        self.insert()
        signals.tell(signals.user_signed_in, user)

    @classmethod
    def resume(cls, token: str) -> Session | None:
        """The session of a token together with its user, in one query.

        None when the token is unknown, the session over, or the user gone or suspended.
        """
        pipeline: list[dict[str, Any]] = [
            {"$match": {"_id": _hash(token), "expires_at": {"$gt": clock.now()}}},
            {
                "$lookup": {
                    "from": User.collection_name,
                    "localField": "user_id",
                    "foreignField": "_id",
                    "as": "users",
                }
            },
        ]
        stored = next(iter(cls.collection().aggregate(pipeline)), None)
        if stored is None or not stored["users"]:
            return None
        session = cls.load(stored)
        session.user = User.load(stored["users"][0])
        return None if session.user.suspended else session

    @classmethod
    def whose(cls, token: str) -> Any:
        """The id of a token's user, even if the session is over; None when nothing is left of it.

        Signs nobody in.
        """
        found = cls.collection().find_one({"_id": _hash(token)}, {"user_id": 1})
        return found["user_id"] if found else None

    @classmethod
    def end(cls, token: str) -> None:
        """Sign a browser out; harmless when it is out already."""
        ended = cls.collection().find_one_and_delete({"_id": _hash(token)})
        if ended:
            signals.tell(signals.user_signed_out, ended["user_id"])

    @classmethod
    def of(cls, user: User) -> list[Session]:
        """Where somebody is signed in, the last seen first; the newest fifty."""
        query = {"user_id": user.id, "expires_at": {"$gt": clock.now()}}
        found = cls.collection().find(query).sort("seen_at", DESCENDING)
        return cls.load_all(found.limit(_MOST_SHOWN))

    @classmethod
    def revoke(cls, public_id: ObjectId, *, by: User) -> Session:
        """Sign out one of a user's browsers from another.

        Raises:
            NotFound: it is signed out already, or was never theirs.
        """
        query = {"user_id": by.id, "public_id": public_id}
        ended = cls.collection().find_one_and_delete(query)
        if ended is None:
            raise NotFound
        signals.tell(signals.user_signed_out, by.id)
        return cls.load(ended)

    @classmethod
    def revoke_all(cls, user: User, *, but: Session | None = None) -> int:
        """Sign a user out everywhere.

        Arguments:
            user: who.
            but: the one to leave signed in.

        Returns:
            How many browsers that were.
        """
        query = {"user_id": user.id, **({"_id": {"$ne": but.id}} if but else {})}
        return int(cls.collection().delete_many(query).deleted_count)

    def see(self, device: Device) -> None:
        """Note that it is in use; every few minutes is enough, and a lost note does no harm."""
        now = clock.now()
        if now - self.seen_at < SEEN_EVERY:
            return
        self.seen_at, self.place = now, device.place
        self.expires_at = min(now + IDLE, self.created_at + LIFETIME)
        marks = {name: getattr(self, name) for name in ("seen_at", "expires_at", "place")}
        self.collection(quick=True).update_one({"_id": self.id}, {"$set": marks})

    def confirm(self) -> None:
        """Note that its user has just proved again to be there."""
        self.collection().update_one({"_id": self.id}, {"$set": {"authenticated_at": clock.now()}})
        self.authenticated_at = clock.now()

    @property
    def fresh(self) -> bool:
        """Whether its user has proved to be there a short while ago."""
        return clock.now() - self.authenticated_at < FRESH

    @property
    def name(self) -> str:
        """The browser in words."""
        return device.named(self.user_agent)

    @property
    def near(self) -> str:
        """Roughly where it was seen last, in words; empty where that is not known."""
        return device.near(self.place)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
