"""The second step of signing in: a code of the authenticator app, or a recovery code."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import gettext as _

from blogsite.lib import one_time_codes, recovery_codes
from blogsite.models.authenticator import Authenticator, plain, wrong_code
from blogsite.models.device import Device
from blogsite.models.errors import WrongCredentials
from blogsite.models.guessing import Guess
from blogsite.models.throttle import Bucket, Rate
from blogsite.models.user import User

ACCOUNT = Rate("second step of an account", 10, timedelta(minutes=15))
DAY = Rate("second step in a day", 40, timedelta(days=1))
"""Three of a million codes are good at a time, so that 960 tries a day would soon be enough."""
DEVICE = Rate("second step from a known browser", 10, timedelta(minutes=15))
KNOWN = Rate("second step from all known browsers in a day", 200, timedelta(days=1))
"""However many browsers somebody made known while the password alone was enough."""
NETWORK = Rate("second step from a network", 100, timedelta(minutes=15))


def needed(user: User) -> bool:
    """Whether a password, a provider or a letter alone does not sign in."""
    return Authenticator.of(user) is not None


def prove(user: User, *, code: str, device: Device) -> str:
    """Take the second step.

    Returns:
        By what, in words.

    Raises:
        WrongCredentials: the code is wrong or used, or there is no second step any more.
        TooOften: somebody has guessed many times lately.
    """
    return _proved(user, code, device, recovery=True)


def confirm(user: User, *, code: str, device: Device) -> None:
    """Let somebody who is signed in prove it once more, by the app alone.

    Raises:
        WrongCredentials, TooOften: as above.
    """
    _proved(user, code, device, recovery=False)


def forget(user: User) -> bool:
    """Ask for no second step any more, in the transaction of whoever calls.

    For operators, and for accounts that end: asks for no proof and records nothing. False when
    there was none.
    """
    return Authenticator.forget(user)


def _proved(user: User, code: str, device: Device, *, recovery: bool) -> str:
    # Counted before it is looked at, as passwords are.
    counted = _buckets(user, device)
    guess = Guess(kind="second-step-guessed", email=user.email, device=device, field="code")
    guess.count(counted, of_account=(ACCOUNT, DAY, DEVICE, KNOWN))
    by = _spent(user, plain(code), device, recovery=recovery)
    for bucket in counted:
        bucket.give_back()
    return by


def _spent(user: User, code: str, device: Device, *, recovery: bool) -> str:
    authenticator = Authenticator.of(user)
    if authenticator is None:
        raise WrongCredentials(_("Sign in from the beginning."), field="code")
    if len(code) == one_time_codes.DIGITS:
        if authenticator.spend_code(code):
            return str(_("the authenticator app"))
    elif recovery and len(code) == recovery_codes.LENGTH:
        if authenticator.spend_recovery_code(code, user=user, device=device):
            return str(_("a recovery code"))
        raise WrongCredentials(_("This is no recovery code, or it has been used."), field="code")
    raise WrongCredentials(wrong_code(), field="code")


def _buckets(user: User, device: Device) -> list[Bucket]:
    """What a try is counted by: nobody elsewhere can use up the tries of a known browser."""
    if device.knows(user.id):
        own = [DEVICE.of(device.word, user.id), DAY.of(device.word, user.id)]
        return [*own, KNOWN.of(user.id)]
    return [NETWORK.of(device.network), ACCOUNT.of(user.id), DAY.of(user.id)]
