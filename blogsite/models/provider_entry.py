"""Coming in through a provider for the first time: a new account, or one that is there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bson import ObjectId

from blogsite import mailers
from blogsite.database import atomic
from blogsite.jobs import job, later
from blogsite.lib import addresses
from blogsite.models import registration
from blogsite.models.claims import Claims
from blogsite.models.device import Device
from blogsite.models.errors import AccountSuspended, Forbidden, Invalid, LinkUsed
from blogsite.models.identity import Identity
from blogsite.models.registration import Registration
from blogsite.models.spoken import spoken_now
from blogsite.models.throttle import Rate
from blogsite.models.ticket import Ticket
from blogsite.models.user import User, shown_name

WAITING = "provider-entry"
"""Purpose of the ticket that a browser holds until its claims are linked to an account."""

LETTER = "provider-letter"
"""Purpose of the ticket that a letter carries."""

WAITS = timedelta(hours=1)
LINK_LIFETIME = timedelta(hours=1)

NETWORK = Rate("sign-ins through providers from a network", 100, timedelta(minutes=15))


def owner_of(claims: Claims) -> User | None:
    """Whose address it is that the provider vouches for, if there is an account with it."""
    return User.find_by_email(claims.email) if claims.email_verified else None


def wait(claims: Claims, owner: User | None) -> Ticket:
    """Keep claims that open no account yet, and whose account they may come to open."""
    return Ticket.issue(WAITING, lifetime=WAITS, user=owner, **claims.stored)


def claims_of(ticket: Ticket) -> Claims:
    """What was said of whoever holds this ticket."""
    return Claims.load(ticket.details)


@atomic
def sign_up(claims: Claims) -> User | None:
    """A new account for somebody whose address the provider vouches for.

    None when there is an account with that address: whether it is theirs is to be proved first.
    """
    known = Identity.user_of(claims)
    if known or not claims.email_verified:
        return known
    try:
        return _create(claims, email=claims.email)
    except Invalid:
        return None


def _create(claims: Claims, *, email: str) -> User:
    user = User.create(
        email=email, name=claims.name or shown_name("", email=email), password_hash=None
    )
    Identity.add(user, claims)
    Registration.collection().delete_many({"email_key": user.email_key})
    return user


def request_letter(ticket: Ticket, email: str, *, device: Device) -> None:
    """Write to an address what lets its owner in; whether it has an account, only they learn.

    Arguments:
        ticket: that of the browser which asks.
        email: a valid address.
        device: who asks.

    Raises:
        TooOften: for that mailbox, or from there, it was asked many times lately.
    """
    key = addresses.key(email)
    registration.LETTERS.of(device.network).take(field="email")
    registration.MAILBOX.of(key).take(field="email")
    later(
        "provider-letter",
        email=addresses.written(email),
        claims=claims_of(ticket).stored,
        letter_id=str(ObjectId()),
        language=spoken_now(),
    )


def link_waiting(ticket: Ticket, user: User, *, device: Device) -> bool:
    """Link what a browser waits with to the account of its owner; False when it was already.

    Raises:
        Invalid: it opens another account.
        LinkUsed: the ticket is used up, or was for somebody else.
    """
    if ticket.user_id != user.id:
        raise LinkUsed(LETTER)
    return _link(ticket, user, device)


@atomic
def _link(ticket: Ticket, user: User, device: Device) -> bool:
    ticket.use()
    return Identity.link(user, claims_of(ticket), device=device)


def asked_by(letter: Ticket, waiting: Ticket | None) -> bool:
    """Whether this browser waits with the very identity that a letter is about.

    Whoever typed a stranger's address would otherwise hold a key to what the stranger opens.
    """
    return waiting is not None and claims_of(waiting).who == claims_of(letter).who


@atomic
def follow(ticket: Ticket, *, waiting: Ticket | None, device: Device) -> User:
    """Do what a letter offers: link its account, or make one.

    Arguments:
        ticket: that of the letter.
        waiting: that of the browser in which it is opened.
        device: the browser.

    Raises:
        AccountSuspended: the owner is kept out.
        Forbidden: the browser is not one that asked for it.
        LinkUsed: it has been done, or the address has found another owner.
        Invalid: the identity opens another account.
    """
    if not asked_by(ticket, waiting):
        raise Forbidden
    claims = claims_of(ticket)
    ticket.use()
    if ticket.user_id is not None:
        user = ticket.user
        if user.suspended:
            raise AccountSuspended
        Identity.link(user, claims, device=device)
        return user
    if Identity.user_of(claims):
        raise LinkUsed(LETTER)
    try:
        return _create(claims, email=ticket.details["address"])
    except Invalid as refusal:
        raise LinkUsed(LETTER) from refusal


@job("provider-letter")
def send_provider_letter(
    email: str, claims: dict[str, Any], letter_id: str, language: str = ""
) -> None:
    """Write to a mailbox what is true of it: a link to its account, or one that makes it.

    Arguments:
        email: the address; that of an account counts as its owner writes it.
        claims: what the link will let in.
        letter_id: the letter's own.
        language: that of whoever asked, for a mailbox without an account.
    """
    user = User.find_by_email(email)
    if user and user.suspended:
        return
    lifetime = LINK_LIFETIME if user else registration.LIFETIME
    ticket = Ticket.issue(LETTER, lifetime=lifetime, user=user, **claims, address=email)
    write = mailers.providers.link if user else mailers.providers.activation
    with mailers.speaking(user.speaks if user else language):
        write(
            to=user.email if user else email,
            token=ticket.token,
            hours=int(lifetime.total_seconds() // 3600),
            label=Identity.label_of(claims["provider"]),
            letter_id=letter_id,
        )
