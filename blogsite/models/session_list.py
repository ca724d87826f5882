"""Signing out browsers from another one, as acts that the account's log tells of."""

from __future__ import annotations

from bson import ObjectId

from blogsite.database import atomic
from blogsite.models.device import Device
from blogsite.models.security_event import SecurityEvent
from blogsite.models.session import Session
from blogsite.models.user import User


@atomic
def revoke(public_id: ObjectId, *, by: User, device: Device) -> None:
    """Sign out one of a user's browsers.

    Raises:
        NotFound: it is signed out already, or was never theirs.
    """
    ended = Session.revoke(public_id, by=by)
    SecurityEvent.record("session-revoked", by, device=device, about=ended.name)


@atomic
def revoke_others(*, by: User, session: Session, device: Device) -> int:
    """Sign out all of a user's browsers but this one; how many that were."""
    ended = Session.revoke_all(by, but=session)
    if ended:
        SecurityEvent.record("sessions-revoked", by, device=device)
    return ended
