"""The unguessable words that a passkey signs: nobody stores them before they are used."""

from __future__ import annotations

import secrets
from datetime import timedelta

from blogsite.database import sign, unsign
from blogsite.lib import signing
from blogsite.models.spent import Spent
from blogsite.models.user import User

LIFETIME = timedelta(minutes=5)

SIGN_IN = "passkey-sign-in"
REGISTRATION = "passkey-registration"
CONFIRMATION = "passkey-confirmation"


def issue(purpose: str, *, user: User | None = None) -> str:
    """A new one.

    Arguments:
        purpose: what its signature will be good for.
        user: whose passkey is to sign it; None when that will only be seen.
    """
    value = f"{secrets.token_urlsafe(24)} {user.id if user else ''}"
    return sign(value, purpose=purpose)


def genuine(word: str, *, purpose: str, user: User | None = None) -> bool:
    """Whether it was issued here for that purpose and user, a short while ago."""
    try:
        value = unsign(word, purpose=purpose, lifetime=LIFETIME)
    except signing.TokenRefused:
        return False
    return value.partition(" ")[2] == (str(user.id) if user else "")


def spend(word: str) -> bool:
    """Use a genuine one up; False when it has been used before."""
    return Spent.spend(word, lifetime=2 * LIFETIME)
