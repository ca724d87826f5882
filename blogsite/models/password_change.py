"""Choosing another password: from inside, or by a letter when the old one is forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bson import ObjectId

from blogsite import mailers
from blogsite.database import atomic
from blogsite.jobs import job, later
from blogsite.lib import addresses
from blogsite.models import password, registration
from blogsite.models.device import Device
from blogsite.models.errors import NotFound
from blogsite.models.security_event import SecurityEvent
from blogsite.models.session import Session
from blogsite.models.throttle import Rate
from blogsite.models.ticket import Ticket
from blogsite.models.user import User

PURPOSE = "password-reset"
EMAIL_CHANGE = "email-change"
"""What else a new password lets no link do any more: whoever knew the old one may have asked."""

LIFETIME = timedelta(hours=1)

MAILBOX = Rate("password letters to a mailbox", 5, timedelta(hours=1))
NETWORK = Rate("password letters for a network", 30, timedelta(hours=1))


def request_reset(email: str, *, device: Device) -> None:
    """Ask for the letter; what it says, or whether there is one, only the mailbox learns.

    Arguments:
        email: a valid address.
        device: who asks.

    Raises:
        TooOften: for that mailbox, or from there, it was asked many times lately.
    """
    key = addresses.key(email)
    NETWORK.of(device.network).take(field="email")
    MAILBOX.of(key).take(field="email")
    later("password-reset-letter", email_key=key, letter_id=str(ObjectId()))


def ticket_for(user: User) -> Ticket:
    """What a link to choose a new password carries, whoever hands it over."""
    return Ticket.issue(PURPOSE, lifetime=LIFETIME, user=user)


def reset(ticket: Ticket, *, new_password: str, device: Device) -> User:
    """Choose a password by a link; every browser is signed out, and no other such link opens.

    Raises:
        Invalid: the password is not a good one.
        LinkUsed: the link has been used, or the account is gone.
    """
    user = ticket.user
    password_hash = password.hashed(new_password, about=(user.email, user.name))
    return _reset(ticket, user, password_hash, device)


@atomic
def _reset(ticket: Ticket, user: User, password_hash: str, device: Device) -> User:
    ticket.use()
    _void_links(user)
    user.update({"password_hash": password_hash}, expecting={})
    Session.revoke_all(user)
    SecurityEvent.record("password-reset", user, device=device)
    return user


def change(user: User, *, new_password: str, session: Session, device: Device) -> None:
    """Choose another password, or a first one; all other browsers are signed out.

    Raises:
        Invalid: the password is not a good one.
        NotFound: the account is gone.
    """
    password_hash = password.hashed(new_password, about=(user.email, user.name))
    _change(user, password_hash, session, device)


@atomic
def _change(user: User, password_hash: str, session: Session, device: Device) -> None:
    if not user.refresh():
        raise NotFound
    user.update({"password_hash": password_hash}, expecting={})
    Session.revoke_all(user, but=session)
    _void_links(user)
    SecurityEvent.record("password-changed", user, device=device)


def _void_links(user: User) -> None:
    for purpose in (PURPOSE, EMAIL_CHANGE):
        Ticket.void(user, purpose)


@job("password-reset-letter")
def send_reset_letter(email_key: str, letter_id: str) -> None:
    """Write to a mailbox what is true of it: a link, a registration that waits, or nothing.

    Arguments:
        email_key: whose mailbox.
        letter_id: the letter's own.
    """
    user: Any = User.find({"email_key": email_key})
    if user is None:
        registration.send_registration_letter(email_key, None, letter_id)
    elif not user.suspended:
        with mailers.speaking(user.speaks):
            mailers.passwords.reset(
                to=user.email,
                token=ticket_for(user).token,
                minutes=int(LIFETIME.total_seconds() // 60),
                letter_id=letter_id,
            )
