"""Somebody who asked for an account and has yet to follow the link in the letter."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar

from bson import ObjectId
from flask_babel import gettext as _
from pymongo import IndexModel

from blogsite import mailers
from blogsite.database import Document, atomic
from blogsite.jobs import job, later
from blogsite.lib import addresses, clock, passwords
from blogsite.models import admission, invitation, links, signals
from blogsite.models.device import Device
from blogsite.models.errors import Forbidden, Invalid, LinkUsed
from blogsite.models.password import hashed
from blogsite.models.spoken import spoken_now
from blogsite.models.throttle import Rate
from blogsite.models.ticket import Ticket
from blogsite.models.user import User, shown_name

LIFETIME = timedelta(hours=48)
WAITS = timedelta(days=90)
"""How long somebody whose address is confirmed waits for whoever runs the site to decide."""
_PURPOSE = "activation"

NETWORK = Rate("registrations from a network", 100, timedelta(hours=1))
"""A school behind one address registers a class or three."""

MAILBOX = Rate("registration letters to a mailbox", 6, timedelta(hours=1))
LETTERS = Rate("registration letters for a network", 30, timedelta(hours=1))


@dataclass(kw_only=True, eq=False)
class Registration(Document):
    """One of perhaps several that wait for one address; none of them can sign in.

    Where accounts are approved of, a confirmed one waits on: `confirmed_at` says since when.
    The browser that registered is known by a random word, kept here as its hash.
    """

    collection_name: ClassVar[str] = "registrations"
    indexes = (
        IndexModel([("email_key", 1)]),
        IndexModel([("expires_at", 1)], expireAfterSeconds=0),
    )

    email: str
    email_key: str
    name: str
    password_hash: str
    browser_hash: str
    invitation_id: Any = None
    language: str = field(default_factory=spoken_now)
    confirmed_at: datetime | None = None
    created_at: datetime = field(default_factory=clock.now)
    expires_at: datetime = field(default_factory=lambda: clock.now() + LIFETIME)

    @classmethod
    def request(
        cls,
        *,
        email: str,
        password: str,
        name: str,
        browser: str,
        device: Device,
        invited: Ticket | None = None,
        instead_of: Registration | None = None,
    ) -> None:
        """Ask for an account; whether the address has one already is told by letter only.

        Arguments:
            email: a valid address.
            password: chosen now, good once the account is activated.
            name: may be empty.
            browser: a random word that the asking browser keeps.
            device: who asks.
            invited: by which invitation, if by one; the registration holds it while it lives.
            instead_of: the one that holds the invitation until now; it is void then.

        Raises:
            Forbidden: the site takes nobody this way.
            Invalid: the password is not a good one, or the invitation is for another address.
            LinkUsed: somebody else has registered with the invitation meanwhile.
            TooOften: for that mailbox, or from there, it was asked many times lately.
        """
        _check_admission(email, invited)
        NETWORK.of(device.network).take()
        MAILBOX.of(addresses.key(email)).take(field="email")
        made = Registration(
            email=addresses.written(email),
            email_key=addresses.key(email),
            name=shown_name(name, email=email),
            password_hash=hashed(password, about=(email, name)),
            browser_hash=_hash(browser),
            invitation_id=invited.id if invited else None,
        )
        cls._record(made, invited, instead_of)

    @classmethod
    @atomic
    def _record(
        cls, registration: Registration, invited: Ticket | None, instead_of: Registration | None
    ) -> None:
        # Whoever has an account or not: what is done here, and how long it takes, is the same.
        if instead_of and not instead_of.delete():
            raise LinkUsed(invitation.PURPOSE)
        if invited:
            former = instead_of.id if instead_of else None
            until = registration.expires_at
            invitation.hold(invited, by=registration.id, until=until, instead_of=former)
        registration.insert()
        signals.tell(signals.user_registered, registration)
        cls._ask_for_letter(registration.email_key, registration_id=registration.id)

    @classmethod
    def request_letter(cls, email: str, *, device: Device) -> None:
        """Send the letter of the newest registration of an address once more.

        Whether one waits is told by letter only; the owner of an account gets the other one.

        Raises:
            TooOften: for that mailbox, or from there, it was asked many times lately.
        """
        LETTERS.of(device.network).take(field="email")
        MAILBOX.of(addresses.key(email)).take(field="email")
        cls._ask_for_letter(addresses.key(email))

    @classmethod
    def _ask_for_letter(cls, email_key: str, *, registration_id: Any = None) -> None:
        # Each a letter of its own: mailboxes drop a second one of the same Message-ID.
        later(
            "registration-letter",
            email_key=email_key,
            registration_id=registration_id,
            letter_id=str(ObjectId()),
        )

    @classmethod
    def by_token(cls, token: str) -> Registration:
        """The registration that a link from a letter means; looking changes nothing.

        Raises:
            LinkUnknown: the token was not made here, or was damaged.
            LinkExpired: it is older than `LIFETIME`.
            LinkUsed: the account has been activated.
        """
        registration_id = links.opened(token, purpose=_PURPOSE)
        registration = cls.find({"_id": registration_id})
        if registration is None:
            raise LinkUsed
        return registration

    @classmethod
    def holding(cls, invited: Ticket, *, browser: str | None) -> Registration | None:
        """What somebody has registered with an invitation in this browser; None while it is free.

        Its address may have been mistyped: in the same browser one can register once more.

        Raises:
            LinkUsed: it was in another browser.
        """
        if not invitation.taken(invited):
            return None
        found = cls.find({"_id": invited.details["held_by"]})
        if found is None or not found.made_in(browser):
            raise LinkUsed(invitation.PURPOSE)
        return found

    @classmethod
    def waiting_for(cls, email: str) -> list[Registration]:
        """What waits for one mailbox, the newest first; somebody may have asked several times.

        Raises:
            AddressRefused: that is no address.
        """
        query = {"email_key": addresses.key(email), "expires_at": {"$gt": clock.now()}}
        return cls.load_all(cls.collection().find(query).sort("_id", -1))

    @property
    def token(self) -> str:
        """What the link in the letter carries."""
        return links.token(self.id, purpose=_PURPOSE, until=self.expires_at)

    @property
    def confirmed(self) -> bool:
        """Whether the address is proved, and only whoever runs the site has to decide."""
        return self.confirmed_at is not None

    def made_in(self, browser: str | None) -> bool:
        """Whether this is the browser that registered."""
        return browser is not None and hmac.compare_digest(_hash(browser), self.browser_hash)

    def activate(
        self, *, browser: str | None, password: str = "", new_password: str = ""
    ) -> User | None:
        """Make the account; or, where accounts are approved of, wait for that and return None.

        The letter proves the mailbox; the browser, the password or a new password prove that
        the person behind it is the one who will sign in. Without that, whoever registered a
        stranger's address would hold the password of an account that the stranger activates.

        Raises:
            Invalid: another browser, and the password is not the one chosen at registration; or
                the new one is not a good one.
            LinkUsed: the account has been activated meanwhile.
        """
        if new_password:
            chosen = hashed(new_password, about=(self.email, self.name), field="new_password")
            return self._admit(chosen)
        if not self.made_in(browser) and not passwords.matches(password, self.password_hash):
            raise Invalid(
                _("That is not the password you chose. Try again, or choose a new one."),
                field="password",
            )
        return self._admit(self.password_hash)

    def vouch(self) -> User:
        """Make the account without a letter: whoever runs the site vouches for the person.

        Raises:
            LinkUsed: the account has been activated meanwhile.
        """
        return self._become_user(self.password_hash)

    @atomic
    def _admit(self, password_hash: str) -> User | None:
        if self.invitation_id is not None or not admission.held_back():
            return self._become_user(password_hash)
        if not self.refresh() or User.find({"email_key": self.email_key}):
            raise LinkUsed
        if not self.confirmed:
            now = clock.now()
            waits = {"confirmed_at": now, "expires_at": now + WAITS}
            self.update({**waits, "password_hash": password_hash}, expecting={})
            others = {"email_key": self.email_key, "_id": {"$ne": self.id}}
            self.collection().delete_many(others)
        return None

    @atomic
    def _become_user(self, password_hash: str) -> User:
        if not self.delete():
            raise LinkUsed
        try:
            user = User.create(
                email=self.email,
                name=self.name,
                password_hash=password_hash,
                language=self.language,
            )
        except Invalid as error:
            raise LinkUsed from error
        self.collection().delete_many({"email_key": self.email_key})
        if self.invitation_id is not None:
            invitation.use_up(self.invitation_id, by=self.id)
        return user


@job("registration-letter")
def send_registration_letter(email_key: str, registration_id: Any, letter_id: str) -> None:
    """Write to the stored address what is true of it: an account, a registration, or nothing.

    Arguments:
        email_key: whose mailbox.
        registration_id: which registration; None, the newest.
        letter_id: the letter's own.
    """
    write = mailers.registrations
    user = User.find({"email_key": email_key})
    if user:
        with mailers.speaking(user.speaks):
            write.already_registered(to=user.email, name=user.name, letter_id=letter_id)
        return
    waiting = Registration.waiting_for(email_key)
    for one in [one for one in waiting if registration_id in (None, one.id)][:1]:
        with mailers.speaking(one.language):
            if one.confirmed:
                write.waiting(to=one.email, letter_id=letter_id)
                return
            hours = int(LIFETIME.total_seconds() // 3600)
            write.activation(to=one.email, token=one.token, hours=hours, letter_id=letter_id)


def _check_admission(email: str, invited: Ticket | None) -> None:
    if not (admission.takes_invitations() if invited else admission.takes_applications()):
        raise Forbidden(_("This site takes no new accounts this way."))
    bound = invitation.bound_to(invited) if invited else ""
    if bound and addresses.key(bound) != addresses.key(email):
        raise Invalid(_("The invitation is for another address."), field="email")


def _hash(browser: str) -> str:
    return hashlib.sha256(browser.encode()).hexdigest()
