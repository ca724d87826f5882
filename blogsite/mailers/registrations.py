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
