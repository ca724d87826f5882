"""The letters of an address that changes."""

from __future__ import annotations

from flask_babel import gettext as _

from blogsite import urls
from blogsite.mailers import letter


def confirmation(*, to: str, token: str, hours: int, letter_id: str) -> None:
    """To the new address: the link that moves the account there.

    Without the name or the old address: a stranger may have asked, to have us carry his words.
    """
    letter.send(
        to=to,
        subject=_("Confirm your new address"),
        template="email_change",
        letter_id=letter_id,
        hours=hours,
        link=urls.absolute(urls.email_confirmation(token)),
    )


def taken(*, to: str, letter_id: str) -> None:
    """To an address that has an account: somebody wanted to move another one to it."""
    letter.send(
        to=to,
        subject=_("Your address was given for another account"),
        template="email_taken",
        letter_id=letter_id,
    )


def changed(*, to: str, token: str, days: int, letter_id: str) -> None:
    """To the old address: the account has moved, and how to take that back."""
    letter.send(
        to=to,
        subject=_("Your account has another e-mail address now"),
        template="email_changed",
        letter_id=letter_id,
        days=days,
        link=urls.absolute(urls.email_undo(token)),
    )


def displaced(*, to: str, letter_id: str) -> None:
    """To the newer address: the change was undone, and the account is reached there no more."""
    letter.send(
        to=to,
        subject=_("Your account went back to its earlier address"),
        template="email_displaced",
        letter_id=letter_id,
    )
