"""The authenticator app of an account, and the recovery codes that stand in for it."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import gettext as _
from pymongo import IndexModel

from blogsite.database import Document, Stale, atomic, key_ring, sign, unsign
from blogsite.lib import clock, one_time_codes, qr, recovery_codes, sealing, signing
from blogsite.models.device import Device
from blogsite.models.errors import Conflict, Invalid, LinkExpired, NotFound
from blogsite.models.security_event import SecurityEvent
from blogsite.models.session import FRESH, Session
from blogsite.models.user import User

RECOVERY_CODES = 8
SET_UP = "authenticator-setup"

_SEAL = "authenticator"


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A secret that an app may take over; nothing is stored until a code proves that it has.

    It travels in the form as a signed word, good for the session that was shown it and for as
    long as that one's proof of who is there, so that nobody can bring a secret of their own.
    """

    secret: str
    user: User
    session: Session

    @classmethod
    def make(cls, user: User, *, session: Session) -> Offer:
        """A new one."""
        return cls(secret=one_time_codes.new_secret(), user=user, session=session)

    @classmethod
    def opened(cls, word: str, *, user: User, session: Session) -> Offer:
        """The one that a form brings back.

        Raises:
            LinkExpired: it came late, was changed, or was made for somebody else.
        """
        try:
            value = unsign(word, purpose=SET_UP, lifetime=FRESH)
        except signing.TokenRefused as error:
            raise LinkExpired(SET_UP) from error
        whose, _space, secret = value.rpartition(" ")
        if whose != _whose(user, session):
            raise LinkExpired(SET_UP)
        return cls(secret=secret, user=user, session=session)

    @property
    def word(self) -> str:
        """What the form carries."""
        value = f"{_whose(self.user, self.session)} {self.secret}"
        return sign(value, purpose=SET_UP)

    @property
    def address(self) -> str:
        """What the QR code says: the app shows the site's host and the account's address."""
        host = urlsplit(current_app.config["SETTINGS"].base_url).hostname or ""
        return one_time_codes.address(self.secret, account=self.user.email, issuer=host)

    @property
    def picture(self) -> str:
        """The QR code, as SVG for the page."""
        return qr.drawing(self.address)

    @property
    def groups(self) -> list[str]:
        """The secret to be typed, in fours."""
        return [self.secret[at : at + 4] for at in range(0, len(self.secret), 4)]


@dataclass(kw_only=True, eq=False)
class Authenticator(Document):
    """At most one for each account, under the account's id.

    Its secret is sealed with the site's key and is shown to nobody again. Of the recovery codes
    only hashes are kept, which need no key: they open the account even when all keys are lost.
    """

    collection_name: ClassVar[str] = "authenticators"
    indexes: ClassVar[Sequence[IndexModel]] = ()

    sealed_secret: str
    last_step: int
    salt: str
    recovery: list[str]
    confirmed_at: datetime = field(default_factory=clock.now)

    @classmethod
    def of(cls, user: User) -> Authenticator | None:
        """A user's, if there is one."""
        return cls.find({"_id": user.id})

    @classmethod
    def get(cls, user: User) -> Authenticator:
        """A user's.

        Raises:
            NotFound: there is none.
        """
        found = cls.of(user)
        if found is None:
            raise NotFound
        return found

    @classmethod
    def forget(cls, user: User) -> bool:
        """Remove a user's, in the transaction of whoever calls; see `second_factor.forget`."""
        return bool(cls.collection().delete_one({"_id": user.id}).deleted_count)

    @classmethod
    def set_up(cls, offer: Offer, *, code: str, device: Device) -> list[str]:
        """Take an app into use, in the place of an earlier one.

        Returns:
            The recovery codes: shown now and never again.

        Raises:
            Invalid: the code is not the one that the app shows now.
            Conflict: this very secret is in use already: the form was sent twice.
            NotFound: the account is gone.
        """
        found = one_time_codes.steps(offer.secret, plain(code), at=clock.now())
        if not found:
            raise Invalid(wrong_code(), field="code")
        codes, salt = recovery_codes.new(RECOVERY_CODES), recovery_codes.new_salt()
        made = cls(
            id=offer.user.id,
            sealed_secret=_sealed(offer.secret),
            last_step=found[-1],
            salt=salt,
            recovery=[recovery_codes.hashed(one, salt=salt) for one in codes],
        )
        made._replace(offer, device)
        return codes

    @atomic
    def _replace(self, offer: Offer, device: Device) -> None:
        if not offer.user.refresh():
            raise NotFound
        before = Authenticator.of(offer.user)
        if before and before.secret == offer.secret:
            raise Conflict(_("The authenticator app is set up already."))
        Authenticator.forget(offer.user)
        self.insert()
        SecurityEvent.record("authenticator-added", offer.user, device=device)

    def renew_recovery_codes(self, *, before: str, by: User, device: Device) -> list[str]:
        """Make new recovery codes; the old ones open nothing any more.

        Arguments:
            before: the salt of the old ones, as the page that asks for it knew it: sent twice, a
                form makes codes once, so that those are good that its sender sees.
            by: whose they are.
            device: from where.

        Returns:
            The codes: shown now and never again.

        Raises:
            Conflict: that has been done meanwhile, or the authenticator app has been removed.
        """
        codes, salt = recovery_codes.new(RECOVERY_CODES), recovery_codes.new_salt()
        hashes = [recovery_codes.hashed(one, salt=salt) for one in codes]
        self._renew({"salt": salt, "recovery": hashes}, before, by, device)
        return codes

    @atomic
    def _renew(self, changes: dict[str, Any], before: str, by: User, device: Device) -> None:
        try:
            self.update(changes, expecting={"salt": before})
        except Stale as error:
            raise Conflict(
                _("New recovery codes were made just now. Not seen? Then make others.")
            ) from error
        SecurityEvent.record("recovery-codes-renewed", by, device=device)

    @atomic
    def remove(self, *, by: User, device: Device) -> None:
        """Ask for no second step any more. Harmless when repeated."""
        if self.delete():
            SecurityEvent.record("authenticator-removed", by, device=device)

    def spend_code(self, code: str) -> bool:
        """Use up a code of the app; False when it is wrong, or was used, or is older than that.

        One update: of ten who send the same code at once one comes through.
        """
        known = self.secret
        found = one_time_codes.steps(known, code, at=clock.now()) if known else []
        later = [step for step in found if step > self.last_step]
        if known is None or not later:
            return False
        changes: dict[str, Any] = {"last_step": later[0]}
        if sealing.outdated(self.sealed_secret, keys=key_ring().keys, purpose=_SEAL):
            changes["sealed_secret"] = _sealed(known)
        unchanged = {"sealed_secret": self.sealed_secret, "last_step": {"$lt": later[0]}}
        try:
            self.update(changes, expecting=unchanged)
        except Stale:
            return False
        return True

    def spend_recovery_code(self, code: str, *, user: User, device: Device) -> bool:
        """Use up a recovery code; False when it is none, or was used."""
        tried = recovery_codes.hashed(code, salt=self.salt)
        known = [one for one in self.recovery if hmac.compare_digest(one, tried)]
        return bool(known) and self._strike(tried, user, device)

    @atomic
    def _strike(self, used: str, user: User, device: Device) -> bool:
        held = {"_id": self.id, "recovery": used}
        struck = self.collection().update_one(held, {"$pull": {"recovery": used}})
        if struck.modified_count:
            SecurityEvent.record("recovery-code-used", user, device=device)
        return bool(struck.modified_count)

    @property
    def secret(self) -> str | None:
        """What the app shares with the site; None when every key that sealed it is lost."""
        try:
            return _unsealed(self.sealed_secret)
        except sealing.SealRefused:
            return None

    @property
    def recovery_codes_left(self) -> int:
        """How many recovery codes are not used yet."""
        return len(self.recovery)


def plain(code: str) -> str:
    """A code without what people type between its parts; digits of any script are digits."""
    return recovery_codes.plain("".join(_latin_digit(one) for one in code))


def wrong_code() -> str:
    """What is said to whoever typed another code."""
    return str(_("This is not the code of just now. Look at the app once more."))


def _latin_digit(character: str) -> str:
    return str(int(character)) if character.isdecimal() else character


def _whose(user: User, session: Session) -> str:
    return f"{user.id} {session.public_id}"


def _sealed(secret: str) -> str:
    return sealing.seal(secret, keys=key_ring().keys, purpose=_SEAL)


def _unsealed(word: str) -> str:
    ring = key_ring()
    try:
        return sealing.unseal(word, keys=ring.keys, purpose=_SEAL)
    except sealing.SealRefused:
        # Perhaps it was sealed with a key that is newer than this process.
        ring.look_again()
        return sealing.unseal(word, keys=ring.keys, purpose=_SEAL)
