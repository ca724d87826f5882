"""What a one-time link from a letter stands for: it does one thing, once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar

from pymongo import IndexModel

from blogsite.database import Document
from blogsite.lib import clock
from blogsite.models import links
from blogsite.models.errors import LinkUsed
from blogsite.models.user import User


@dataclass(kw_only=True, eq=False)
class Ticket(Document):
    """Issued for a purpose, perhaps to a user; whoever uses it, uses it up."""

    collection_name: ClassVar[str] = "tickets"
    indexes = (
        IndexModel([("user_id", 1), ("purpose", 1)]),
        IndexModel([("purpose", 1), ("_id", 1)]),
        IndexModel([("expires_at", 1)], expireAfterSeconds=0),
    )

    purpose: str
    expires_at: datetime
    user_id: Any = None
    details: dict[str, Any] = field(default_factory=dict)
    created_at: datetime = field(default_factory=clock.now)

    @classmethod
    def issue(
        cls, purpose: str, *, lifetime: timedelta, user: User | None = None, **details: Any
    ) -> Ticket:
        """A new one.

        Arguments:
            purpose: what it is good for.
            lifetime: how long.
            user: whose account it is about; None for those that are nobody's yet.
            details: what else it has to know.
        """
        return cls(
            purpose=purpose,
            expires_at=clock.now() + lifetime,
            user_id=user.id if user else None,
            details=details,
        ).insert()

    @classmethod
    def by_token(cls, token: str, *, purpose: str) -> Ticket:
        """The ticket that a link means; looking changes nothing.

        Raises:
            LinkUnknown: the token was not made here for this purpose, or was damaged.
            LinkExpired: its time is over.
            LinkUsed: it is used up, or void.
        """
        found = cls.find({"_id": links.opened(token, purpose=purpose), "purpose": purpose})
        if found is None:
            raise LinkUsed(purpose)
        return found

    @classmethod
    def void(cls, user: User, purpose: str | None = None, *, but: str | None = None) -> None:
        """Let no ticket of a user open anything any more.

        Arguments:
            user: whose.
            purpose: only none of this one.
            but: those of this one stay.
        """
        chosen = {"purpose": purpose} if purpose else {"purpose": {"$ne": but}}
        cls.collection().delete_many({"user_id": user.id, **chosen})

    @property
    def token(self) -> str:
        """What the link carries."""
        return links.token(self.id, purpose=self.purpose, until=self.expires_at)

    @property
    def user(self) -> User:
        """Whose account it is about.

        Raises:
            LinkUsed: the account is gone, or the ticket is nobody's.
        """
        found = User.find({"_id": self.user_id})
        if found is None:
            raise LinkUsed(self.purpose)
        return found

    def use(self) -> None:
        """Use it up, in the same transaction as what it does.

        Raises:
            LinkUsed: somebody was faster.
        """
        if not self.delete():
            raise LinkUsed(self.purpose)
