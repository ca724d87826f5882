"""The letter that tries the way to a mailbox."""

from __future__ import annotations

from flask import current_app
from flask_babel import gettext as _

from blogsite import urls
from blogsite.mailers import dialogue, letter


def trial(*, to: str, letter_id: str, tell: dialogue.Tell) -> None:
    """A letter about nothing; what the mail server says to it is told line by line."""
    sent = current_app.config["MAIL_BACKEND"] == letter.SMTP
    letter.send(
        to=to,
        subject=_("A letter to try the way"),
        template="trial",
        letter_id=letter_id,
        connection=dialogue.connection(tell) if sent else None,
        link=urls.absolute(urls.home()),
    )
