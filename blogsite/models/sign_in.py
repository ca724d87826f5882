"""Proving who one is, as often as is reasonable."""

from __future__ import annotations

from datetime import timedelta

from blogsite.lib import addresses
from blogsite.models.device import Device
from blogsite.models.errors import WrongCredentials
from blogsite.models.guessing import Guess
from blogsite.models.throttle import Bucket, Rate
from blogsite.models.user import User

ACCOUNT = Rate("sign-in to an account", 10, timedelta(minutes=15))
DEVICE = Rate("sign-in from a known browser", 10, timedelta(minutes=15))
NETWORK = Rate("sign-in from a network", 100, timedelta(minutes=15))


def with_password(*, email: str, password: str, device: Device) -> User:
    """The user who knows the password of that mailbox's account.

    Raises:
        WrongCredentials: there is no such account, or the password is another.
        AccountSuspended: both are right, and the person is kept out.
        TooOften: somebody has guessed many times lately.
    """
    found = User.find_by_email(email)
    counted = buckets(device, _account(found, email), user=found)
    return _proved(found, password, counted, _guess(email, device))


def password_again(user: User, *, password: str, device: Device) -> None:
    """Let somebody who is signed in prove it once more.

    Raises:
        WrongCredentials, TooOften: as above.
    """
    counted = buckets(device, user.id, user=user)
    _proved(user, password, counted, _guess(user.email, device))


def buckets(device: Device, account: object, *, user: User | None) -> list[Bucket]:
    """What a try to get into an account is counted by.

    A browser that has been signed in to the account before counts for itself alone, so that
    nobody elsewhere can use up its tries.
    """
    if user is not None and device.knows(user.id):
        return [DEVICE.of(device.word, user.id)]
    return [NETWORK.of(device.network), ACCOUNT.of(account)]


def _guess(email: str, device: Device) -> Guess:
    return Guess(kind="password-guessed", email=email, device=device, field="password")


def _proved(user: User | None, password: str, counted: list[Bucket], guess: Guess) -> User:
    # Counted before it is looked at: ten at once get no more tries than one after the other.
    guess.count(counted, of_account=(ACCOUNT, DEVICE))
    try:
        proved = User.proved(user, password)
    except WrongCredentials as refusal:
        refusal.field = "password"
        raise
    for bucket in counted:
        bucket.give_back()
    return proved


def _account(user: User | None, email: str) -> object:
    if user is not None:
        return user.id
    try:
        return addresses.key(email)
    except addresses.AddressRefused:
        return email.casefold()
