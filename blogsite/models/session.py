"""One browser that is signed in."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar

from pymongo import IndexModel

from blogsite.database import NOT_STORED, Document
from blogsite.lib import clock
from blogsite.models import signals
from blogsite.models.user import SESSIONS, User

LIFETIME = timedelta(days=30)


@dataclass(kw_only=True, eq=False)
class Session(Document):
    """Known by the hash of a token that only the browser has; deleting it signs out."""

    collection_name: ClassVar[str] = SESSIONS
    indexes = (
        IndexModel([("user_id", 1)]),
        IndexModel([("expires_at", 1)], expireAfterSeconds=0),
    )

    user_id: Any
    user_agent: str
    created_at: datetime = field(default_factory=clock.now)
    expires_at: datetime = field(default_factory=lambda: clock.now() + LIFETIME)
    user: User | None = field(default=None, repr=False, metadata=NOT_STORED)

    @classmethod
    def start(cls, user: User, *, user_agent: str) -> str:
        """Sign a browser in.

        Returns:
            The token: never stored, so that a stolen database opens no account.
        """
        token = secrets.token_urlsafe(32)
        cls(id=_hash(token), user_id=user.id, user_agent=user_agent[:200], user=user).insert()
        signals.tell(signals.user_signed_in, user)
        return token

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
    def end(cls, token: str) -> None:
        """Sign a browser out; harmless when it is out already."""
        ended = cls.collection().find_one_and_delete({"_id": _hash(token)})
        if ended:
            signals.tell(signals.user_signed_out, ended["user_id"])


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
