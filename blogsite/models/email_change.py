"""Another e-mail address for an account: confirmed at the new one, undone from the old one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bson import ObjectId
from flask_babel import gettext as _

from blogsite import mailers
from blogsite.database import atomic
from blogsite.jobs import job, later
from blogsite.lib import addresses
from blogsite.models import password_change, ways_in
from blogsite.models.device import Device
from blogsite.models.errors import AccountSuspended, Conflict, Invalid, NotFound
from blogsite.models.security_event import SecurityEvent
from blogsite.models.session import Session
from blogsite.models.throttle import Rate
from blogsite.models.ticket import Ticket
from blogsite.models.user import User

CHANGE = password_change.EMAIL_CHANGE
UNDO = "email-undo"
LIFETIME = timedelta(hours=24)
UNDO_LIFETIME = timedelta(days=30)

ACCOUNT = Rate("letters to change an address", 5, timedelta(hours=1))
MAILBOX = Rate("letters to change an address, to a mailbox", 5, timedelta(hours=1))
NETWORK = Rate("letters to change an address, from a network", 30, timedelta(hours=1))


def request(user: User, *, email: str, device: Device) -> None:
    """Ask for the letter to the new address; whether somebody has it, only its mailbox learns.

    Arguments:
        user: whose account.
        email: a valid address.
        device: who asks.

    Raises:
        Invalid: it is the address that the account has.
        TooOften: it was asked many times lately.
    """
    if addresses.key(email) == user.email_key and addresses.written(email) == user.email:
        raise Invalid(_("This is your address already."), field="email")
    NETWORK.of(device.network).take(field="email")
    ACCOUNT.of(user.id).take(field="email")
    MAILBOX.of(addresses.key(email)).take(field="email")
    _record(user, addresses.written(email))


@atomic
def _record(user: User, email: str) -> None:
    # The ticket is made now and not with the letter: a password chosen meanwhile voids it.
    Ticket.void(user, CHANGE)
    ticket = Ticket.issue(CHANGE, lifetime=LIFETIME, user=user, email=email)
    later("email-change-letter", ticket_id=ticket.id, letter_id=str(ObjectId()))


def confirm(ticket: Ticket, *, device: Device) -> User:
    """Move the account to the address that the link was sent to.

    Raises:
        Conflict: somebody else has an account with it meanwhile.
        LinkUsed: the link has been used, or the account is gone.
        AccountSuspended: its owner is kept out.
    """
    return _confirm(ticket, device)


@atomic
def _confirm(ticket: Ticket, device: Device) -> User:
    ticket.use()
    user = ticket.user
    if user.suspended:
        raise AccountSuspended
    move(user, email=ticket.details["email"], device=device)
    return user


@atomic
def move(user: User, *, email: str, device: Device | None) -> None:
    """Give an account another address; the old one gets a letter that can undo it.

    Arguments:
        user: whose account.
        email: a valid address.
        device: from where; None at the command line.

    Raises:
        AddressRefused: that is no address.
        Conflict: somebody else has an account with it.
        NotFound: the account is gone.
    """
    if not user.refresh():
        raise NotFound
    old = user.email
    _readdress(user, email)
    for purpose in (password_change.PURPOSE, CHANGE):
        Ticket.void(user, purpose)
    SecurityEvent.record("email-changed", user, device=device, about=user.email)
    undo = Ticket.issue(UNDO, lifetime=UNDO_LIFETIME, user=user, email=old)
    later("email-changed-letter", ticket_id=undo.id, letter_id=str(ObjectId()))


def restore(ticket: Ticket, *, device: Device) -> Ticket:
    """Take a change back: the old address again, all browsers signed out.

    The password opens nothing any more. What opens the account since then, or asks for a second
    step, goes too: whoever moved it may have added that, to stay in it or to keep its owner out.

    Returns:
        What lets the owner choose a new password now.

    Raises:
        Conflict: somebody else has an account with the old address meanwhile.
        LinkUsed: the link has been used, or the account is gone.
    """
    return _restore(ticket, device)


@atomic
def _restore(ticket: Ticket, device: Device) -> Ticket:
    ticket.use()
    user = ticket.user
    displaced = user.email
    _readdress(user, ticket.details["email"])
    # Whoever chose the last one must not be faster than its owner with a new one.
    user.update({"password_hash": None}, expecting={})
    Session.revoke_all(user)
    _void_what_came_after(ticket, user)
    ways_in.forget_since(user, ticket.created_at)
    if addresses.key(displaced) != user.email_key:
        # Perhaps it is the owner's, and a stranger reads the mail of the old one.
        letter_id = str(ObjectId())
        later("email-displaced-letter", email=displaced, letter_id=letter_id, language=user.speaks)
    SecurityEvent.record("email-restored", user, device=device, about=user.email)
    return password_change.ticket_for(user)


def _void_what_came_after(ticket: Ticket, user: User) -> None:
    # Undo links of earlier changes stay: whoever took an account over and moved it twice holds
    # the second link, and must not be able to spoil the first, which is its owner's.
    earlier = {"purpose": UNDO, "created_at": {"$lt": ticket.created_at}}
    Ticket.collection().delete_many({"user_id": user.id, "$nor": [earlier]})


def _readdress(user: User, email: str) -> None:
    key = addresses.key(email)
    holder = User.find({"email_key": key})
    if holder is not None and holder != user:
        raise Conflict(_("Somebody else has an account with this address meanwhile."))
    user.update({"email": addresses.written(email), "email_key": key}, expecting={})


@job("email-change-letter")
def send_change_letter(ticket_id: Any, letter_id: str) -> None:
    """Write to the new address what is true of it: a link, or that it has an account already.

    Arguments:
        ticket_id: of the change.
        letter_id: the letter's own.
    """
    ticket = Ticket.find({"_id": ticket_id})
    if ticket is None:
        return
    email = ticket.details["email"]
    holder = User.find({"email_key": addresses.key(email)})
    if holder is not None and holder.id != ticket.user_id:
        with mailers.speaking(holder.speaks):
            mailers.emails.taken(to=holder.email, letter_id=letter_id)
        ticket.delete()
        return
    with mailers.speaking(_speaks(ticket)):
        mailers.emails.confirmation(
            to=email,
            token=ticket.token,
            hours=int(LIFETIME.total_seconds() // 3600),
            letter_id=letter_id,
        )


@job("email-changed-letter")
def send_changed_letter(ticket_id: Any, letter_id: str) -> None:
    """Tell the old address that the account has gone from it, with the link to undo that.

    Arguments:
        ticket_id: of the way back.
        letter_id: the letter's own.
    """
    ticket = Ticket.find({"_id": ticket_id})
    if ticket is not None:
        with mailers.speaking(_speaks(ticket)):
            mailers.emails.changed(
                to=ticket.details["email"],
                token=ticket.token,
                days=UNDO_LIFETIME.days,
                letter_id=letter_id,
            )


@job("email-displaced-letter")
def send_displaced_letter(email: str, letter_id: str, language: str = "") -> None:
    """Tell the newer address that the account has gone back from it.

    Arguments:
        email: the address that the account had until then.
        letter_id: the letter's own.
        language: that of the account's owner.
    """
    with mailers.speaking(language):
        mailers.emails.displaced(to=email, letter_id=letter_id)


def _speaks(ticket: Ticket) -> str:
    user = User.find({"_id": ticket.user_id})
    return user.speaks if user else ""
