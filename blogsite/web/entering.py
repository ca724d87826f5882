"""The one way in: whoever has proved who they are goes through here, however they proved it."""

from __future__ import annotations

from flask import flash, redirect
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _

from blogsite import urls
from blogsite.models import SecurityEvent, User
from blogsite.models.errors import AccountSuspended
from blogsite.web.current import current, sign_in
from blogsite.web.returning import local


def enter(user: User, *, how: str, then: str | None = None, greeting: str | None = None) -> Answer:
    """Sign somebody in and lead on.

    Arguments:
        user: who has proved to be there.
        how: by what, for the log: "password", "passkey", a provider's label.
        then: the page to go on to; left out or not ours, their blogs.
        greeting: what to say; left out, the usual.

    Raises:
        AccountSuspended: they are kept out.
    """
    if user.suspended:
        raise AccountSuspended
    known = current.device.knows(user.id)
    kind = "signed-in" if known else "signed-in-elsewhere"
    SecurityEvent.record(kind, user, device=current.device, about=how)
    sign_in(user)
    flash(greeting or _("Welcome back."))
    return redirect(local(then) or urls.blogs())
