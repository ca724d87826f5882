"""Making passkeys and proving who one is by them: what is asked, and what an answer is worth."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import ip_address

from flask import current_app
from flask_babel import gettext as _

from blogsite.lib import ceremonies
from blogsite.lib.ceremonies import CeremonyRefused, Party
from blogsite.models import challenge
from blogsite.models.challenge import CONFIRMATION, REGISTRATION, SIGN_IN
from blogsite.models.device import Device
from blogsite.models.errors import AccountSuspended, Invalid, WrongCredentials
from blogsite.models.passkey import Passkey
from blogsite.models.throttle import Rate
from blogsite.models.user import User

NETWORK = Rate("answers of passkeys from a network", 100, timedelta(minutes=15))
"""Nobody guesses a signature; it only keeps anybody from having us check them without end."""


def party() -> Party:
    """This site, as passkeys know it: by the host of `BASE_URL`."""
    return Party.at(current_app.config["SETTINGS"].base_url)


def possible() -> bool:
    """Whether browsers make passkeys for this site: never for one that has an address only."""
    try:
        ip_address(party().id)
    except ValueError:
        return True
    return False


def question_to_add(user: User) -> str:
    """What the browser is asked for a new passkey, as JSON."""
    return ceremonies.to_make(
        party(),
        challenge=challenge.issue(REGISTRATION, user=user),
        user_handle=user.id.binary,
        user_name=user.email,
        besides=[one.known for one in Passkey.of(user)],
    )


def question_to_sign_in() -> str:
    """What the browser of anybody is asked, as JSON; empty where passkeys cannot be."""
    if not possible():
        return ""
    return ceremonies.to_prove(party(), challenge=challenge.issue(SIGN_IN))


def question_to_confirm(user: User, passkeys: list[Passkey]) -> str:
    """What the browser of somebody signed in is asked, as JSON."""
    return ceremonies.to_prove(
        party(),
        challenge=challenge.issue(CONFIRMATION, user=user),
        among=[one.known for one in passkeys if not one.copied],
    )


def add(answer: str, *, user: User, name: str, device: Device) -> Passkey:
    """Keep the passkey that a browser has made.

    Raises:
        Invalid: the answer is none to our question, came late or twice, or see `Passkey.add`.
    """
    try:
        word = ceremonies.challenge_of(answer)
        if not challenge.genuine(word, purpose=REGISTRATION, user=user):
            raise Invalid(_late())
        made = ceremonies.made(answer, party=party(), challenge=word)
    except CeremonyRefused as error:
        raise Invalid(_("No passkey arrived that this site can use. Try again.")) from error
    if not challenge.spend(word):
        raise Invalid(_late())
    return Passkey.add(made, user=user, name=name, device=device)


def sign_in(answer: str, *, device: Device) -> User:
    """The user whose passkey has signed; nobody has typed an address.

    Raises:
        WrongCredentials: the answer proves nothing, or its passkey is not known here.
        AccountSuspended: it is right, and the person is kept out.
        TooOften: from there it was tried many times lately.
    """
    user = _proved(answer, purpose=SIGN_IN, asked=None, device=device)
    if user.suspended:
        raise AccountSuspended
    return user


def confirm(answer: str, *, user: User, device: Device) -> None:
    """Let somebody who is signed in prove it once more.

    Raises:
        WrongCredentials: as above, or it is somebody else's passkey.
        TooOften: as above.
    """
    _proved(answer, purpose=CONFIRMATION, asked=user, device=device)


def _proved(answer: str, *, purpose: str, asked: User | None, device: Device) -> User:
    counted = NETWORK.of(device.network)
    counted.take()
    user = _signed_by(answer, purpose, asked, device)
    counted.give_back()
    return user


def _signed_by(answer: str, purpose: str, asked: User | None, device: Device) -> User:
    try:
        claim = ceremonies.claim(answer)
        if not challenge.genuine(claim.challenge, purpose=purpose, user=asked):
            raise WrongCredentials(_late())
        passkey, user = _owner(claim, asked)
        proof = ceremonies.proved(
            answer, party=party(), challenge=claim.challenge, public_key=passkey.public_key
        )
    except CeremonyRefused as error:
        raise WrongCredentials(_unknown()) from error
    # Used up before the counter is looked at: the same answer sent twice is no copied passkey.
    if not challenge.spend(claim.challenge):
        raise WrongCredentials(_late())
    if not passkey.note_use(proof):
        passkey.doubt(user=user, device=device)
        raise WrongCredentials(_copied())
    return user


def _owner(claim: ceremonies.Claim, asked: User | None) -> tuple[Passkey, User]:
    """The passkey that a claim names and whose it is."""
    passkey = Passkey.find({"credential_id": claim.credential_id})
    user = User.find({"_id": passkey.user_id}) if passkey else None
    if passkey is None or user is None or asked not in (None, user):
        raise CeremonyRefused
    # Who chooses among all passkeys names the user too; who was asked for one of his need not.
    if claim.user_handle != user.id.binary and (asked is None or claim.user_handle):
        raise CeremonyRefused
    return passkey, user


def _late() -> str:
    return str(_("That took too long, or was sent twice. Use the passkey once more."))


def _unknown() -> str:
    return str(_("This passkey does not open anything here. Sign in another way."))


def _copied() -> str:
    return str(
        _(
            "This passkey is refused, since a copy of it may be about. "
            "Sign in another way, then remove it."
        )
    )
