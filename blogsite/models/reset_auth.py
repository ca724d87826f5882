"""Letting somebody in again who has lost every way: whoever runs the site vouches for them."""

from __future__ import annotations

from datetime import timedelta

from blogsite.database import atomic
from blogsite.models import password_change
from blogsite.models import second_factor as second_factor_of
from blogsite.models.errors import NotFound
from blogsite.models.identity import Identity
from blogsite.models.passkey import Passkey
from blogsite.models.security_event import SecurityEvent
from blogsite.models.session import Session
from blogsite.models.ticket import Ticket
from blogsite.models.user import User

LIFETIME = timedelta(hours=24)
"""Longer than a link that comes by mail: it is handed over by people."""


@atomic
def reset(
    user: User,
    *,
    second_factor: bool = False,
    passkeys: bool = False,
    providers: bool = False,
    sign_out: bool = False,
) -> Ticket:
    """Make a one-time link to choose a new password; its owner is told by letter.

    Arguments:
        user: whose account.
        second_factor: forget the authenticator app and the recovery codes.
        passkeys: forget all of them.
        providers: let no account elsewhere open this one any more.
        sign_out: end every session now; choosing the password does so in any case.

    Raises:
        NotFound: the account is gone.
    """
    if not user.refresh():
        raise NotFound
    if second_factor:
        second_factor_of.forget(user)
    if passkeys:
        Passkey.forget_all(user)
    if providers:
        Identity.forget_all(user)
    if sign_out:
        Session.revoke_all(user)
    for purpose in (password_change.PURPOSE, password_change.EMAIL_CHANGE):
        Ticket.void(user, purpose)
    SecurityEvent.record("reset-by-operator", user, device=None)
    return Ticket.issue(password_change.PURPOSE, lifetime=LIFETIME, user=user)
