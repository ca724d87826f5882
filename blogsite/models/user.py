"""A person with an account."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, NamedTuple, Self

from bson import ObjectId
from flask_babel import gettext as _
from pymongo import IndexModel

from blogsite.database import EMBEDDED, Document, Embedded, Stale, atomic, collection
from blogsite.lib import addresses, clock, locales, passwords, text
from blogsite.models import administration, signals
from blogsite.models.errors import (
    AccountSuspended,
    Gone,
    Invalid,
    LinkUsed,
    NotFound,
    WrongCredentials,
)
from blogsite.models.password import hashed
from blogsite.models.spoken import spoken_now
from blogsite.models.tombstone import Tombstone

LONGEST_NAME = 80
LONGEST_REASON = 200
SESSIONS = "sessions"
"""The collection of sessions, which know their users and not the other way round."""


class Byline(NamedTuple):
    """What of a person stands beside a text."""

    name: str
    avatar: str | None


@dataclass(kw_only=True)
class Suspension(Embedded):
    """Since when a person is kept out, by whom (None: at the command line), and why."""

    at: datetime
    by: ObjectId | None
    reason: str = ""


@dataclass(kw_only=True)
class Deletion(Embedded):
    """Asked for, and due; what becomes of whose blogs; begun when there is no way back."""

    at: datetime
    due_at: datetime
    fates: dict[str, Any] = field(default_factory=dict)
    begun_at: datetime | None = None


@dataclass(kw_only=True, eq=False)
class User(Document):
    """Born when a registration is activated; one mailbox has one account at the most.

    `language` is the chosen one, None being what the browser asks for; at first it was the other.
    """

    collection_name: ClassVar[str] = "users"
    indexes = (
        IndexModel([("email_key", 1)], unique=True),
        IndexModel([("administrator_since", 1)]),
        IndexModel([("name", 1)]),
    )

    email: str
    email_key: str
    name: str
    password_hash: str | None
    administrator_since: datetime | None = None
    ways_changed_at: datetime | None = None
    signed_in_at: datetime | None = None
    suspension: Suspension | None = field(default=None, metadata={EMBEDDED: Suspension})
    deletion: Deletion | None = field(default=None, metadata={EMBEDDED: Deletion})
    handle: str | None = None
    bio: str = ""
    avatar: str | None = None
    time_zone: str | None = None
    language: str | None = None
    first_language: str = ""
    created_at: datetime = field(default_factory=clock.now)

    @classmethod
    @atomic
    def create(
        cls,
        *,
        email: str,
        name: str,
        password_hash: str | None,
        language: str = "",
        administrator: bool = False,
        may_administer: bool = True,
    ) -> Self:
        """A new account.

        Arguments:
            email: as its owner writes it.
            name: shown to others.
            password_hash: see `lib.passwords`; None for who signs in some other way.
            language: of its letters until one is chosen; left out, the one spoken just now.
            administrator: make it one, whoever came before. The first account of all becomes
                one by itself where only this machine can reach the site.
            may_administer: False for accounts that are nobody's, which never become one.

        Raises:
            Invalid: the address has an account already.
        """
        key = addresses.key(email)
        if cls.find({"email_key": key}):
            raise Invalid(_("This address has an account already."), field="email")
        user = cls(email=email, email_key=key, name=name, password_hash=password_hash)
        user.first_language = language or spoken_now()
        claims = may_administer and administration.first_comer_administers()
        if administrator or claims:
            first = administration.claim_administration(user.id)
            user.administrator_since = user.created_at if first or administrator else None
        user.insert()
        signals.tell(signals.user_activated, user)
        return user

    @classmethod
    @atomic
    def set_up(cls, *, email: str, name: str, password: str) -> User:
        """The first administrator, made by whoever holds the set-up link.

        Raises:
            Invalid: the address has an account already, or the password is not a good one.
            LinkUsed: the site has its administrator.
        """
        user = cls.create(
            email=addresses.written(email),
            name=shown_name(name, email=email),
            password_hash=hashed(password, about=(email, name)),
            administrator=True,
        )
        if administration.administrator_id() != user.id:
            raise LinkUsed("setup")
        return user

    @classmethod
    def get(cls, user_id: ObjectId) -> User:
        """The user of that id.

        Raises:
            NotFound: there is none.
            Gone: there was one.
        """
        user = cls.find({"_id": user_id})
        if user is None:
            raise Gone if Tombstone.find({"_id": user_id}) else NotFound
        return user

    @classmethod
    def find_by_email(cls, email: str) -> User | None:
        """The user of that mailbox, however the address is spelled."""
        try:
            return cls.find({"email_key": addresses.key(email)})
        except addresses.AddressRefused:
            return None

    @classmethod
    def authenticate(cls, *, email: str, password: str) -> User:
        """The user who knows the password of that mailbox's account.

        Raises:
            WrongCredentials: there is no such account, or the password is another; the answer
                takes the same time in both cases.
            AccountSuspended: both are right, and the person is kept out.
        """
        return cls.proved(cls.find_by_email(email), password)

    @staticmethod
    def proved(user: User | None, password: str) -> User:
        """The user, if that is the password; None takes as long as anybody.

        Raises:
            WrongCredentials, AccountSuspended: as `authenticate` does.
        """
        known = user.password_hash if user else None
        if not passwords.matches(password, known) or user is None or known is None:
            raise WrongCredentials
        if passwords.outdated(known):
            # Unless another was chosen at this very moment.
            with suppress(Stale):
                stronger = {"password_hash": passwords.hashed(password)}
                user.update(stronger, expecting={"password_hash": known})
        if user.suspended:
            raise AccountSuspended
        return user

    @classmethod
    def bylines(cls, user_ids: Iterable[Any]) -> dict[Any, Byline]:
        """What stands beside what users wrote, by their ids; those who are gone have none."""
        wanted = {"_id": {"$in": list(set(user_ids))}}
        found = cls.collection().find(wanted, {"name": 1, "avatar": 1})
        return {one["_id"]: Byline(one["name"], one.get("avatar")) for one in found}

    @staticmethod
    def names_like(name: str) -> list[Any]:
        """What finds people by a name or its beginning, as it is written or usually would be."""
        line = text.line(name)
        spellings = dict.fromkeys((line, line.lower(), line.upper(), line.title()))
        # Anchored and with their case, so that an index serves them.
        return [re.compile(f"^{re.escape(one)}(?![^ ])") for one in spellings]

    @classmethod
    def every(
        cls,
        *,
        administrators: bool = False,
        suspended: bool = False,
        after: ObjectId | None = None,
    ) -> Iterator[Self]:
        """All accounts, the oldest first, however many they are.

        Arguments:
            administrators: only those.
            suspended: only those.
            after: the id to go on from.
        """
        query = {
            **({"administrator_since": {"$ne": None}} if administrators else {}),
            **({"suspension": {"$ne": None}} if suspended else {}),
        }
        return map(cls.load, cls.stream(query, after=after))

    @atomic
    def suspend(self, *, by: User | None = None, reason: str = "") -> None:
        """Keep a person out until reinstated: signed out everywhere, and not let in again.

        Harmless when repeated: the first suspension stands. What was written stays as it is.

        Raises:
            Invalid: the reason is too long.
            NotFound: the account is gone.
        """
        reason = text.line(reason)
        if len(reason) > LONGEST_REASON:
            raise Invalid(_("Give the reason in fewer words."), field="reason")
        if not self.refresh():
            raise NotFound
        if self.suspension is None:
            suspension = Suspension(at=clock.now(), by=by.id if by else None, reason=reason)
            self.update({"suspension": suspension}, expecting={"suspension": None})
            signals.tell(signals.user_suspended, self, by=by)
        collection(SESSIONS).delete_many({"user_id": self.id})

    @atomic
    def reinstate(self, *, by: User | None = None) -> None:
        """Let a person in again; harmless when nobody kept them out.

        Raises:
            NotFound: the account is gone.
        """
        if not self.refresh():
            raise NotFound
        if self.suspension is not None:
            self.update({"suspension": None}, expecting={})
            signals.tell(signals.user_reinstated, self, by=by)

    @property
    def speaks(self) -> str:
        """The language of the site in which to write to them."""
        return locales.nearest(self.language or self.first_language)

    @property
    def leaving(self) -> bool:
        """Whether the account is to be deleted, see `models.deletion`."""
        return self.deletion is not None

    @property
    def administrator(self) -> bool:
        return self.administrator_since is not None

    @property
    def suspended(self) -> bool:
        """Whether the person is kept out."""
        return self.suspension is not None


def shown_name(name: str, *, email: str) -> str:
    """What others see: the name given, else what stands before the @ of the address."""
    return name or email.partition("@")[0]
