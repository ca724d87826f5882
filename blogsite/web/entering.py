"""The one way in: whoever has proved who they are goes through here, however they proved it."""

from __future__ import annotations

from datetime import timedelta

from flask import flash, redirect
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _

from blogsite import urls
from blogsite.lib import clock
from blogsite.models import SecurityEvent, User, second_factor
from blogsite.models.errors import AccountSuspended
from blogsite.models.first_step import FirstStep
from blogsite.web.current import current, sign_in
from blogsite.web.halfway import ask_for_second_step
from blogsite.web.returning import local

FIRST_DAY = timedelta(days=1)


def enter(
    user: User,
    *,
    how: str,
    then: str | None = None,
    greeting: str | None = None,
    twofold: bool = False,
) -> Answer:
    """Sign somebody in and lead on; where the account asks for a second step, lead to that first.

    Arguments:
        user: who has proved to be there.
        how: by what, for the log: "a password", "a passkey", a provider's label.
        then: the page to go on to; left out or not ours, their blogs.
        greeting: what to say; left out, the usual.
        twofold: two factors have been proved, so that no second step is asked for.

    Raises:
        AccountSuspended: they are kept out.
        WrongCredentials: another password was chosen at this very moment.
    """
    if user.suspended:
        raise AccountSuspended
    if not twofold and second_factor.needed(user):
        return ask_for_second_step(FirstStep(user=user, how=how, then=then, greeting=greeting))
    known = current.device.knows(user.id)
    kind = "signed-in" if known else "signed-in-elsewhere"
    sign_in(user)
    # People activate on the telephone and sign in at the desk: of the first day no letter tells.
    new = clock.now() - user.created_at < FIRST_DAY
    SecurityEvent.record(kind, user, device=current.device, about=how, quietly=new)
    flash(greeting or _("Welcome back."))
    return redirect(local(then) or urls.blogs())
