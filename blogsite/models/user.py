"""A person with an account."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Self

from bson import ObjectId
from flask_babel import gettext as _
from pymongo import IndexModel

from blogsite.database import Document, atomic
from blogsite.lib import addresses, clock, passwords
from blogsite.models import administration
from blogsite.models.errors import Invalid, LinkUsed, NotFound, WrongCredentials
from blogsite.models.password import hashed

LONGEST_NAME = 80


@dataclass(kw_only=True, eq=False)
class User(Document):
    """Born when a registration is activated; one mailbox has one account at the most."""

    collection_name: ClassVar[str] = "users"
    indexes = (IndexModel([("email_key", 1)], unique=True),)

    email: str
    email_key: str
    name: str
    password_hash: str
    administrator_since: datetime | None = None
    created_at: datetime = field(default_factory=clock.now)

    @classmethod
    @atomic
    def create(
        cls, *, email: str, name: str, password_hash: str, administrator: bool = False
    ) -> Self:
        """A new account.

        Arguments:
            email: as its owner writes it.
            name: shown to others.
            password_hash: see `lib.passwords`.
            administrator: make it one, whoever came before. The first account of all becomes
                one by itself where only this machine can reach the site.

        Raises:
            Invalid: the address has an account already.
        """
        key = addresses.key(email)
        if cls.find({"email_key": key}):
            raise Invalid(_("This address has an account already."), field="email")
        user = cls(email=email, email_key=key, name=name, password_hash=password_hash)
        if administrator or administration.first_comer_administers():
            first = administration.claim_administration(user.id)
            user.administrator_since = user.created_at if first or administrator else None
        return user.insert()

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
            raise LinkUsed
        return user

    @classmethod
    def get(cls, user_id: ObjectId) -> User:
        """The user of that id.

        Raises:
            NotFound: there is none.
        """
        user = cls.find({"_id": user_id})
        if user is None:
            raise NotFound
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
        """
        user = cls.find_by_email(email)
        if not passwords.matches(password, user.password_hash if user else None) or user is None:
            raise WrongCredentials
        if passwords.outdated(user.password_hash):
            user.update({"password_hash": passwords.hashed(password)}, expecting={})
        return user

    @classmethod
    def names(cls, user_ids: Iterable[Any]) -> dict[Any, str]:
        """The shown names of users by their ids."""
        found = cls.collection().find({"_id": {"$in": list(set(user_ids))}}, {"name": 1})
        return {one["_id"]: one["name"] for one in found}

    @property
    def administrator(self) -> bool:
        return self.administrator_since is not None


def shown_name(name: str, *, email: str) -> str:
    """What others see: the name given, else what stands before the @ of the address."""
    return name or email.partition("@")[0]
