"""A one-time code with which somebody may register."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from bson import ObjectId
from flask_babel import gettext as _

from blogsite.database import atomic, collection
from blogsite.lib import addresses, clock
from blogsite.models.errors import Invalid, LinkUsed, NotFound
from blogsite.models.ticket import Ticket
from blogsite.models.user import User

PURPOSE = "invitation"
LIFETIME = timedelta(days=14)
REGISTRATIONS = "registrations"
"""The collection of registrations, which know invitations and not the other way round."""


def invite(*, email: str = "", lifetime: timedelta = LIFETIME) -> Ticket:
    """A new one, for whoever holds its link.

    Arguments:
        email: only for this address; empty, for any.
        lifetime: until when it can be taken.

    Raises:
        AddressRefused: that is no address.
        Invalid: the address has an account already.
    """
    if email and User.find({"email_key": addresses.key(email)}):
        raise Invalid(_("This address has an account already."), field="email")
    bound: dict[str, Any] = {"email": addresses.written(email)} if email else {}
    return Ticket.issue(PURPOSE, lifetime=lifetime, **bound)


def by_token(token: str) -> Ticket:
    """The invitation that a link means, though somebody may have `taken` it; changes nothing.

    Raises:
        LinkUnknown, LinkExpired: as `Ticket.by_token` does.
        LinkUsed: it has been used, or taken back.
    """
    return Ticket.by_token(token, purpose=PURPOSE)


def bound_to(invitation: Ticket) -> str:
    """The address that it is for; empty when it is for any."""
    return str(invitation.details.get("email", ""))


def taken(invitation: Ticket) -> bool:
    """Whether somebody has registered with it and may still activate the account."""
    until: datetime | None = invitation.details.get("held_until")
    return until is not None and until > clock.now()


def open_ones() -> Iterator[Ticket]:
    """All that are neither used nor over, the oldest first."""
    query = {"purpose": PURPOSE, "expires_at": {"$gt": clock.now()}}
    return map(Ticket.load, Ticket.stream(query))


@atomic
def revoke(invitation_id: ObjectId) -> Ticket:
    """Take one back; whoever has registered with it and not activated is out as well.

    Raises:
        NotFound: there is none, or it is used.
    """
    found = Ticket.find({"_id": invitation_id, "purpose": PURPOSE})
    if found is None:
        raise NotFound(_("There is no such invitation; it may have been used."))
    found.delete()
    if holder := found.details.get("held_by"):
        collection(REGISTRATIONS).delete_one({"_id": holder})
    return found


def hold(invitation: Ticket, *, by: Any, until: datetime, instead_of: Any = None) -> None:
    """Take it for a registration, in the same transaction; unused, it is free again afterwards.

    Arguments:
        invitation: which.
        by: the id of the registration.
        until: when that ends.
        instead_of: the id of one that held it until now, and is void.

    Raises:
        LinkUsed: somebody else has it, or it is gone.
    """
    free: list[dict[str, Any]] = [
        {"details.held_until": None},
        {"details.held_until": {"$lte": clock.now()}},
    ]
    if instead_of is not None:
        free.append({"details.held_by": instead_of})
    held = {"details.held_by": by, "details.held_until": until}
    found = {"_id": invitation.id, "purpose": PURPOSE, "$or": free}
    if not Ticket.collection().update_one(found, {"$set": held}).matched_count:
        raise LinkUsed(PURPOSE)


def use_up(invitation_id: ObjectId, *, by: Any) -> None:
    """The account is made: nobody else may come by it. Harmless when its own time is over."""
    Ticket.collection().delete_one({"_id": invitation_id, "details.held_by": by})
