"""The letters of the way in."""

from __future__ import annotations

from flask_babel import gettext as _

from blogsite import urls
from blogsite.mailers import letter


def activation(*, to: str, token: str, hours: int, letter_id: str) -> None:
    """The link that opens an account.

    Without the name that was given: a stranger may have given it, to have us carry his words.
    """
    letter.send(
        to=to,
        subject=_("Activate your account"),
        template="activation",
        letter_id=letter_id,
        hours=hours,
        link=urls.absolute(urls.activation(token)),
    )


def waiting(*, to: str, letter_id: str) -> None:
    """To somebody who waits for approval and asks again: there is nothing to do but wait."""
    letter.send(
        to=to,
        subject=_("Your address is confirmed"),
        template="application_waiting",
        letter_id=letter_id,
    )


def approved(*, to: str, letter_id: str) -> None:
    """The account is there."""
    letter.send(
        to=to,
        subject=_("Your account is ready"),
        template="application_approved",
        letter_id=letter_id,
        login_url=urls.absolute(urls.login()),
    )


def rejected(*, to: str, letter_id: str) -> None:
    """There will be no account."""
    letter.send(
        to=to,
        subject=_("No account this time"),
        template="application_rejected",
        letter_id=letter_id,
    )


def already_registered(*, to: str, name: str, letter_id: str) -> None:
    """To somebody who registered again: there is an account already."""
    letter.send(
        to=to,
        subject=_("You already have an account"),
        template="already_registered",
        letter_id=letter_id,
        name=name,
        login_url=urls.absolute(urls.login()),
    )
