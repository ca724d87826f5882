"""The letter for a forgotten password."""

from __future__ import annotations

from flask_babel import gettext as _

from blogsite import urls
from blogsite.mailers import letter


def reset(*, to: str, token: str, minutes: int, letter_id: str) -> None:
    """The link by which a new password is chosen."""
    letter.send(
        to=to,
        subject=_("Choose a new password"),
        template="password_reset",
        letter_id=letter_id,
        minutes=minutes,
        link=urls.absolute(urls.new_password(token)),
    )
