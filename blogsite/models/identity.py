"""An account somewhere else through which somebody signs in here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from bson import ObjectId
from flask import current_app
from flask_babel import gettext as _
from pymongo import IndexModel

from blogsite.database import Document, atomic
from blogsite.lib import clock
from blogsite.models import ways_in
from blogsite.models.claims import Claims
from blogsite.models.device import Device
from blogsite.models.errors import Invalid, NotFound
from blogsite.models.security_event import SecurityEvent
from blogsite.models.user import User


@dataclass(kw_only=True, eq=False)
class Identity(Document):
    """One person at one provider, known by issuer and subject; an address proves nothing."""

    collection_name: ClassVar[str] = "identities"
    indexes = (
        IndexModel([("issuer", 1), ("subject", 1)], unique=True),
        IndexModel([("user_id", 1), ("provider", 1)]),
    )

    user_id: Any
    provider: str
    issuer: str
    subject: str
    email: str = ""
    created_at: datetime = field(default_factory=clock.now)
    used_at: datetime = field(default_factory=clock.now)

    @classmethod
    def of(cls, user: User) -> list[Identity]:
        """A user's, by provider."""
        return cls.load_all(cls.collection().find({"user_id": user.id}).sort("provider", 1))

    @classmethod
    def known(cls, claims: Claims) -> Identity | None:
        """The one that claims are about, if it is linked to an account."""
        return cls.find({"issuer": claims.issuer, "subject": claims.subject})

    @classmethod
    def user_of(cls, claims: Claims) -> User | None:
        """Whose account it opens; None when it opens none.

        An address that has changed at the provider is noted, and the account's own left alone.
        """
        identity = cls.known(claims)
        user = identity.owner if identity else None
        if identity and user:
            said = {"provider": claims.provider, "email": claims.email, "used_at": clock.now()}
            noted = cls.collection().update_one({"_id": identity.id}, {"$set": said})
            # Unlinked at this very moment, it is gone, and opens nothing.
            return user if noted.matched_count else None
        return user

    @classmethod
    @atomic
    def link(cls, user: User, claims: Claims, *, device: Device) -> bool:
        """Let it open an account that is there; False when it does so already.

        Raises:
            Invalid: it opens another account.
            NotFound: the account is gone.
        """
        if not user.refresh():
            raise NotFound
        known = cls.known(claims)
        if known and known.user_id != user.id and known.owner:
            raise Invalid(_("That account opens another account here already."))
        if known and known.user_id == user.id:
            return False
        added = cls.add(user, claims)
        user.update({"ways_changed_at": clock.now()}, expecting={})
        SecurityEvent.record("provider-linked", user, device=device, about=added.label)
        return True

    @classmethod
    def add(cls, user: User, claims: Claims) -> Identity:
        """Write it down, in the transaction of what it is part of; it opened no account before."""
        # What an account left behind that is gone.
        cls.collection().delete_one({"issuer": claims.issuer, "subject": claims.subject})
        return cls(
            user_id=user.id,
            provider=claims.provider,
            issuer=claims.issuer,
            subject=claims.subject,
            email=claims.email,
        ).insert()

    @classmethod
    @atomic
    def unlink(cls, identity_id: ObjectId, *, by: User, device: Device) -> Identity:
        """Let it open the account no more.

        Raises:
            Invalid: it is the last way in.
            NotFound: it is gone, or somebody else's.
        """
        identity = cls.find({"_id": identity_id, "user_id": by.id})
        if identity is None:
            raise NotFound
        if identity.set_up:
            ways_in.give_up_one(by)
        identity.delete()
        SecurityEvent.record("provider-unlinked", by, device=device, about=identity.label)
        return identity

    @classmethod
    def forget_all(cls, user: User) -> int:
        """Unlink all of a user's, in the transaction of whoever calls; how many that were.

        For operators: asks for no proof, leaves no way in unless another is there, and records
        nothing.
        """
        return int(cls.collection().delete_many({"user_id": user.id}).deleted_count)

    @property
    def owner(self) -> User | None:
        """Whose account it opens."""
        return User.find({"_id": self.user_id})

    @property
    def set_up(self) -> bool:
        """Whether one can still sign in through its provider."""
        return self.provider in _labels()

    @property
    def label(self) -> str:
        """The provider as people know it."""
        return self.label_of(self.provider)

    @staticmethod
    def label_of(provider: str) -> str:
        """A provider as people know it, by its name in the settings."""
        return _labels().get(provider, provider.capitalize())


def _labels() -> dict[str, str]:
    providers = current_app.config["SETTINGS"].oauth_providers
    return {one.name: one.label for one in providers}
