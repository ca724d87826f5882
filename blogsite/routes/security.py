"""My ways to sign in, the browsers that are signed in, and what happened lately."""

from __future__ import annotations

from bson import ObjectId
from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _
from flask_babel import ngettext

from blogsite import urls
from blogsite.models import (
    Authenticator,
    Identity,
    Passkey,
    SecurityEvent,
    Session,
    session_list,
)
from blogsite.models.errors import NotFound
from blogsite.web import browser_copies, pages, policy, providers
from blogsite.web.current import current, sign_out
from blogsite.web.scopes import signed_in

security = Blueprint("security", __name__)

_LATELY = 5


@security.get("/account/security")
@signed_in
def show() -> Answer:
    # A form that links an account leads to its provider.
    policy.allow("form-action", *providers.origins())
    return render_template(
        "security/show.html",
        user=current.writer,
        passkeys=Passkey.of(current.writer),
        authenticator=Authenticator.of(current.writer),
        identities=Identity.of(current.writer),
        session=current.session,
        sessions=Session.of(current.writer),
        history=SecurityEvent.of(current.writer, limit=_LATELY),
    )


@security.get("/account/security/events")
@signed_in
def events() -> Answer:
    history = SecurityEvent.of(current.writer, window=pages.wanted())
    beside = pages.beside(history, urls.security_events)
    return render_template("security/events.html", history=history, **beside)


@security.post("/account/sessions/<object_id:session_id>/revocation")
@signed_in
def revoke(session_id: ObjectId) -> Answer:
    if session_id == current.session.public_id:
        sign_out()
        browser_copies.forget_all()
        flash(_("You are signed out."))
        return redirect(urls.home())
    try:
        session_list.revoke(session_id, by=current.writer, device=current.device)
    except NotFound:
        flash(_("That browser was signed out already."))
    else:
        flash(_("That browser is signed out."))
    return redirect(urls.security())


@security.post("/account/sessions/revocation")
@signed_in
def revoke_others() -> Answer:
    ended = session_list.revoke_others(
        by=current.writer, session=current.session, device=current.device
    )
    if ended:
        flash(
            ngettext(
                "%(num)d other browser is signed out.",
                "%(num)d other browsers are signed out.",
                ended,
            )
        )
    else:
        flash(_("You are signed in nowhere else."))
    return redirect(urls.security())
