"""The letters that tell of dangerous acts, and those that are needed for them."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from blogsite import urls
from blogsite.mailers import letter


def notice(*, to: str, what: str, at: datetime, browser: str, near: str, letter_id: str) -> None:
    """Something about the ways into an account has changed; whoever did not do it should know.

    Arguments:
        to: the stored address of the owner.
        what: a sentence without its full stop.
        at: when.
        browser: in words, or empty.
        near: roughly where it was done from, or empty.
        letter_id: the letter's own.
    """
    letter.send(
        to=to,
        subject=_("Your account: %(what)s", what=what),
        template="security_notice",
        letter_id=letter_id,
        what=what,
        at=at,
        browser=browser,
        near=near,
        security_url=urls.absolute(urls.security()),
        reset_url=urls.absolute(urls.password_reset()),
    )
