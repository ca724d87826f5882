"""What happened to the safety of an account: a log that its owner can read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar

from bson import ObjectId
from flask_babel import lazy_gettext as _l
from pymongo import IndexModel

from blogsite import mailers
from blogsite.database import Document
from blogsite.jobs import job, later
from blogsite.lib import clock
from blogsite.models import device
from blogsite.models.device import Device
from blogsite.models.listing import NEWEST, PAGE_LENGTH, Window, page
from blogsite.models.user import User

KEPT = timedelta(days=365)

SENTENCES = {
    "signed-in": _l("Signed in"),
    "signed-in-elsewhere": _l("Signed in from a new browser"),
    "password-guessed": _l("Many wrong passwords, and no more let in for a while"),
    "second-step-guessed": _l("Many wrong codes after the right password"),
    "password-changed": _l("Password changed"),
    "password-reset": _l("Password chosen anew by a link from a letter"),
    "email-changed": _l("E-mail address changed"),
    "email-restored": _l("Change of the e-mail address undone"),
    "passkey-added": _l("Passkey added"),
    "passkey-removed": _l("Passkey removed"),
    "passkey-copied": _l("A passkey was refused: it may have been copied"),
    "authenticator-added": _l("Authenticator app set up"),
    "authenticator-removed": _l("Authenticator app removed"),
    "recovery-code-used": _l("Signed in with a recovery code"),
    "recovery-codes-renewed": _l("New recovery codes made"),
    "provider-linked": _l("Sign-in through another site added"),
    "provider-unlinked": _l("Sign-in through another site removed"),
    "session-revoked": _l("Signed out a browser"),
    "sessions-revoked": _l("Signed out all other browsers"),
    "data-downloaded": _l("Downloaded all data"),
    "deletion-asked": _l("Deletion of the account asked for"),
    "deletion-withdrawn": _l("Deletion of the account called off"),
    "reset-by-operator": _l("Ways to sign in reset by whoever runs the site"),
}
"""All kinds, and how each is told to its owner."""

NAMING = {
    "signed-in": _l("Signed in with %(about)s"),
    "signed-in-elsewhere": _l("Signed in with %(about)s from a new browser"),
    "email-changed": _l("E-mail address changed to %(about)s"),
    "email-restored": _l("E-mail address changed back to %(about)s"),
    "passkey-added": _l("Passkey “%(about)s” added"),
    "passkey-removed": _l("Passkey “%(about)s” removed"),
    "passkey-copied": _l("Passkey “%(about)s” refused: it may have been copied"),
    "provider-linked": _l("Sign-in through %(about)s added"),
    "provider-unlinked": _l("Sign-in through %(about)s removed"),
    "session-revoked": _l("Signed out %(about)s"),
    "deletion-asked": _l("Deletion of the account asked for, due on %(about)s"),
}
"""The same where it is known what it was done with or to."""

TOLD_BY_LETTER = {
    *("password-changed", "password-reset", "passkey-added", "passkey-removed", "passkey-copied"),
    *("authenticator-added", "authenticator-removed", "recovery-code-used"),
    *("recovery-codes-renewed", "provider-linked", "provider-unlinked", "second-step-guessed"),
    *("signed-in-elsewhere", "data-downloaded", "deletion-asked", "reset-by-operator"),
}
"""The dangerous ones: whoever did not do it hears of it. A changed address has its own letters."""


@dataclass(kw_only=True, eq=False)
class SecurityEvent(Document):
    """One line of the log: what, when, from which browser."""

    collection_name: ClassVar[str] = "security_events"
    indexes = (
        IndexModel([("user_id", 1), ("at", -1), ("_id", -1)]),
        IndexModel([("expires_at", 1)], expireAfterSeconds=0),
    )

    user_id: Any
    kind: str
    about: str = ""
    user_agent: str = ""
    place: str = ""
    at: datetime = field(default_factory=clock.now)
    expires_at: datetime = field(default_factory=lambda: clock.now() + KEPT)

    @classmethod
    def record(
        cls,
        kind: str,
        user: User,
        *,
        device: Device | None,
        about: str = "",
        quietly: bool = False,
    ) -> None:
        """Write it down, in the same transaction as what it tells of.

        The owner hears of the dangerous ones by letter, at the address the account has now.

        Arguments:
            kind: one of `SENTENCES`.
            user: whose account.
            device: from where; None at the command line.
            about: the name of what it was done to, such as a passkey's.
            quietly: without a letter in any case.
        """
        if kind not in SENTENCES:
            raise LookupError(kind)
        event = cls(
            user_id=user.id,
            kind=kind,
            about=about,
            user_agent=device.agent[:200] if device else "",
            place=device.place if device else "",
        ).insert()
        if kind in TOLD_BY_LETTER and not quietly:
            later("security-letter", event_id=event.id, email=user.email, letter_id=str(ObjectId()))

    @classmethod
    def of(cls, user: User, *, window: Window = NEWEST, limit: int = PAGE_LENGTH) -> History:
        """One page of a user's log, the newest first.

        Raises:
            NotFound: the window is bounded by no key.
        """
        query = {"user_id": user.id}
        rows = page(cls.collection(), query, by="at", window=window, limit=limit, fields={})
        return History(events=cls.load_all(rows.found), older=rows.older, newer=rows.newer)

    @property
    def sentence(self) -> str:
        """What happened, in words."""
        if self.about and self.kind in NAMING:
            return str(NAMING[self.kind]) % {"about": self.about}
        return str(SENTENCES.get(self.kind, self.kind))

    @property
    def browser(self) -> str:
        """From where, in words; empty at the command line."""
        return device.named(self.user_agent) if self.user_agent else ""

    @property
    def near(self) -> str:
        """Roughly where from, in words; empty at the command line."""
        return device.near(self.place)


@dataclass(frozen=True, kw_only=True)
class History:
    """One page of a log, and the keys of the pages beside it."""

    events: list[SecurityEvent]
    older: str | None
    newer: str | None


@job("security-letter")
def send_security_letter(event_id: Any, email: str, letter_id: str) -> None:
    """Tell the owner of an account what happened to it.

    Arguments:
        event_id: which event.
        email: the stored address at that moment.
        letter_id: the letter's own.
    """
    event = SecurityEvent.find({"_id": event_id})
    if event is None:
        return
    owner = User.find({"_id": event.user_id})
    with mailers.speaking(owner.speaks if owner else ""):
        mailers.security.notice(
            to=email,
            what=event.sentence,
            at=event.at,
            browser=event.browser,
            near=event.near,
            letter_id=letter_id,
        )
