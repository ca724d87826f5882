"""A key that a device or a password manager keeps for an account, and signs in with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from bson import ObjectId
from flask_babel import gettext as _
from pymongo import IndexModel

from blogsite.database import Document, Stale, atomic
from blogsite.lib import ceremonies, clock, text
from blogsite.models import ways_in
from blogsite.models.device import Device
from blogsite.models.errors import Invalid, NotFound
from blogsite.models.security_event import SecurityEvent
from blogsite.models.user import User

LONGEST_NAME = 60
MOST = 20
"""How many one account may have."""


@dataclass(kw_only=True, eq=False)
class Passkey(Document):
    """The public half; the other one never leaves where it was made.

    Its counter rises with each signature, or stays at 0 where there is none. One that does not
    rise means that two of the same key are about: the passkey opens nothing any more from then
    on, and its owner, who hears of it by letter, removes it. It no longer counts as a way in.
    """

    collection_name: ClassVar[str] = "passkeys"
    indexes = (
        IndexModel([("credential_id", 1)], unique=True),
        IndexModel([("user_id", 1), ("_id", 1)]),
    )

    credential_id: bytes
    user_id: Any
    public_key: bytes
    sign_count: int
    name: str
    transports: Sequence[str] = ()
    backed_up: bool = False
    created_at: datetime = field(default_factory=clock.now)
    used_at: datetime | None = None
    copied_at: datetime | None = None

    @classmethod
    @atomic
    def add(cls, made: ceremonies.Made, *, user: User, name: str, device: Device) -> Passkey:
        """Keep what has been proved to be new, see `models.passkey_ceremonies`.

        Raises:
            Invalid: it is there already, there are too many, or the name is too long.
            NotFound: the account is gone.
        """
        if not user.refresh():
            raise NotFound
        if cls.find({"credential_id": made.credential_id}):
            raise Invalid(_("This passkey is in use already."))
        if len(cls.of(user)) >= MOST:
            raise Invalid(_("These are many passkeys. Remove one before you add another."))
        passkey = cls(
            credential_id=made.credential_id,
            user_id=user.id,
            public_key=made.public_key,
            sign_count=made.sign_count,
            name=_named(name),
            transports=made.transports,
            backed_up=made.backed_up,
        ).insert()
        # Written so that two who add one at once see each other's.
        user.update({"ways_changed_at": clock.now()}, expecting={})
        SecurityEvent.record("passkey-added", user, device=device, about=passkey.name)
        return passkey

    @classmethod
    def of(cls, user: User) -> list[Passkey]:
        """All of a user's, the oldest first."""
        found = cls.collection().find({"user_id": user.id}).sort("_id", 1)
        return cls.load_all(found.limit(MOST))

    @classmethod
    def get(cls, passkey_id: ObjectId, *, of: User) -> Passkey:
        """One of a user's.

        Raises:
            NotFound: there is none, or it is somebody else's.
        """
        found = cls.find({"_id": passkey_id, "user_id": of.id})
        if found is None:
            raise NotFound
        return found

    @classmethod
    def forget_all(cls, user: User) -> int:
        """Remove all of a user's, in the transaction of whoever calls; how many that were.

        For operators, and for accounts that end: asks for no proof, leaves no way in unless
        another is there, and records nothing.
        """
        return int(cls.collection().delete_many({"user_id": user.id}).deleted_count)

    def rename(self, name: str) -> None:
        """Call it something else; left empty, it keeps its name.

        Raises:
            Invalid: the name is too long.
            NotFound: it has been removed.
        """
        try:
            self.update({"name": _named(name) if text.line(name) else self.name}, expecting={})
        except Stale as error:
            raise NotFound from error

    @atomic
    def remove(self, *, by: User, device: Device) -> None:
        """Let it open nothing any more.

        Raises:
            Invalid: it is the last way in.
            NotFound: it has been removed already.
        """
        if not self.refresh():
            raise NotFound
        if not self.copied:
            ways_in.give_up_one(by)
        self.delete()
        SecurityEvent.record("passkey-removed", by, device=device, about=self.name)

    def note_use(self, proof: ceremonies.Proof) -> bool:
        """Write down that it has signed; False when its counter says that a copy is about.

        One update: of two signatures with the same count one comes through.
        """
        rises = {"$lt": proof.sign_count} if proof.sign_count else 0
        changes = {
            "sign_count": proof.sign_count,
            "used_at": clock.now(),
            "backed_up": proof.backed_up,
        }
        try:
            self.update(changes, expecting={"copied_at": None, "sign_count": rises})
        except Stale:
            return False
        return True

    @atomic
    def doubt(self, *, user: User, device: Device) -> None:
        """Refuse it from now on: its counter did not rise. Harmless when repeated, or removed."""
        if self.refresh() and not self.copied:
            self.update({"copied_at": clock.now()}, expecting={"copied_at": None})
            SecurityEvent.record("passkey-copied", user, device=device, about=self.name)

    @property
    def copied(self) -> bool:
        """Whether it is refused, since a copy may be about."""
        return self.copied_at is not None

    @property
    def known(self) -> ceremonies.Known:
        """As browsers are told of it."""
        return ceremonies.Known(credential_id=self.credential_id, transports=self.transports)


def _named(name: str) -> str:
    name = text.line(name)
    if len(name) > LONGEST_NAME:
        raise Invalid(_("Use a shorter name."), field="name")
    return name if text.visible(name) else str(_("Passkey"))
