"""What a refusal looks like from outside: its status and its page; the one such place."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from flask import Flask, Response, g, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError, generate_csrf
from pymongo.errors import PyMongoError
from werkzeug.exceptions import HTTPException, InternalServerError

from blogsite.database import DatabaseRefused, Stale, connection, will_pass
from blogsite.forms.form import Form
from blogsite.models.errors import (
    AccountSuspended,
    Conflict,
    Forbidden,
    Gone,
    Invalid,
    LinkExpired,
    LinkRefused,
    LinkUnknown,
    LinkUsed,
    NotFound,
    Overtaken,
    Refusal,
    TooLarge,
    TooOften,
    WrongCredentials,
)
from blogsite.web.autosaving import by_its_writer
from blogsite.web.current import current
from blogsite.web.forwarding import led_on
from blogsite.web.keeping import SignedOut, keep, led_back, written
from blogsite.web.origins import from_our_page
from blogsite.web.request_log import safe_path
from blogsite.web.scripted import asked_by_script

log = logging.getLogger(__name__)

STATUSES: dict[type[Refusal], int] = {
    NotFound: 404,
    Gone: 410,
    Forbidden: 403,
    Invalid: 422,
    TooLarge: 413,
    WrongCredentials: 401,
    AccountSuspended: 401,
    Conflict: 409,
    Overtaken: 409,
    LinkUnknown: 404,
    LinkExpired: 410,
    LinkUsed: 410,
    TooOften: 429,
}

LINKS: dict[type[LinkRefused], str] = {
    LinkUnknown: "unknown",
    LinkExpired: "expired",
    LinkUsed: "used",
}

TITLES = {
    400: _l("That did not arrive whole"),
    401: _l("Sign in first"),
    403: _l("Not yours to change"),
    404: _l("Nothing here"),
    405: _l("Not this way"),
    408: _l("That took too long"),
    409: _l("Somebody was faster"),
    410: _l("Gone"),
    413: _l("Too much at once"),
    415: _l("Not this way"),
    422: _l("That needs another look"),
    429: _l("A little too often"),
    500: _l("Our mistake"),
    503: _l("Back in a moment"),
}

SENTENCES = {
    400: _l("This form no longer belongs to your visit. Go back, reload the page, try again."),
    401: _l("This page is for those who have signed in."),
    403: _l("It is there, but others decide about it."),
    404: _l("There is nothing at this address. Perhaps it was mistyped."),
    405: _l("This address does not answer to that. Start again from a page of the site."),
    408: _l("What you sent came too slowly. Go back and send it again from a better connection."),
    410: _l("What was here has been taken away by its author."),
    413: _l("This is more than the site takes at once: 4 MiB. Go back and divide your text."),
    422: _l("The site could not make sense of this. Go back and look at it once more."),
    429: _l("That was tried many times in a short while. Wait a little, then go on."),
    500: _l("Something went wrong here, and it is written down for us to mend. Try again."),
    503: _l("The site cannot reach its data just now. Nothing is lost: try again in a moment."),
}

_FALLBACK = _l("The site could not do that. Start again from a page of the site.")
_SIGNED_OUT = _l(
    "You were signed out meanwhile, so this could not be saved. Copy your text from here, sign in, "
    "and put it in again."
)
_GROWN_OLD = _l(
    "This form had grown old, so it could not be saved. Copy your text from here, open the page "
    "anew, and put it in again."
)


_AWAY = (PyMongoError, DatabaseRefused)
_SECRET = {"password", "confirm", "current_password", "new_password", "code", "credential"}


def init_app(app: Flask) -> None:
    """Answer every refusal with a page."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(SignedOut, _forged)
    app.register_error_handler(HTTPException, _failed)
    app.register_error_handler(InternalServerError, _broken)
    for away in _AWAY:
        app.register_error_handler(away, _away)
    app.register_error_handler(Stale, lambda _error: page(409, Conflict.sentence))


def page(
    status: int, sentence: object = None, *, kept: Mapping[str, str] | None = None
) -> Response:
    """A page that says what happened and leads onward.

    Arguments:
        status: the HTTP status.
        sentence: what happened; left out, the status's own.
        kept: the fields that were written and could not be taken, to be copied from the page.
    """
    if asked_by_script():
        return _told(status, sentence or SENTENCES.get(status) or _FALLBACK)
    shown = {
        "status": status,
        "title": TITLES.get(status) or _("That did not work"),
        "sentence": sentence or SENTENCES.get(status) or _FALLBACK,
        "kept": kept or {},
        "again": _sent_again() if status >= 500 and request.method == "POST" else {},
    }
    try:
        return make_response(render_template("errors/show.html", **shown), status)
    except _AWAY:
        # Only who is asking could not be found out.
        g.user = None
        return make_response(render_template("errors/show.html", **shown), status)


def _told(status: int, sentence: object, **more: str) -> Response:
    """What a script of ours is told of a refusal."""
    return make_response(jsonify(sentence=str(sentence), **more), status)


def _sent_again() -> dict[str, list[str]]:
    """The fields of a form that met a fault of ours, to be sent again as they are.

    Nobody's password is put into a page: who typed one goes back and types it again.
    """
    try:
        fields: dict[str, list[str]] = request.form.to_dict(flat=False)
    except HTTPException:
        return {}
    return {} if _SECRET & set(fields) else fields


def _refused(refusal: Refusal) -> Answer:
    status = STATUSES[type(refusal)]
    if isinstance(refusal, LinkRefused):
        reason = LINKS[type(refusal)]
        return render_template("links/refused.html", reason=reason, link=refusal.purpose), status
    if isinstance(refusal, NotFound) and (answer := _led_on()):
        return answer
    return _timed(page(status, refusal.sentence), refusal)


def _led_on() -> Answer | None:
    try:
        return led_on()
    except Gone as gone:
        return page(STATUSES[Gone], gone.sentence)


def refused(template: str, refusal: Refusal, *, form: Form, **known: object) -> Response:
    """A form that a rule refused, shown again with what was typed and the reason.

    Arguments:
        template: the form's page.
        refusal: put beside the field it names, or on top.
        form: what was sent.
        known: what else the page shows.
    """
    form.refuse(refusal)
    status = STATUSES[type(refusal)]
    return _timed(make_response(render_template(template, form=form, **known), status), refusal)


def _timed(answer: Response, refusal: Refusal) -> Response:
    if isinstance(refusal, TooOften):
        answer.headers["Retry-After"] = str(refusal.retry_after)
    return answer


def _forged(_error: CSRFError | SignedOut) -> Answer:
    if asked_by_script():
        return _forged_by_script()
    if not (words := written()):
        return led_back() or page(400)
    return keep() or page(400, _GROWN_OLD if current.user else _SIGNED_OUT, kept=words)


def _forged_by_script() -> Answer:
    if current.user is None:
        return page(401)
    # Only a page of ours can read this: with it, one that has grown old goes on. Not that of
    # somebody else, whose form would be saved as if whoever is signed in now had written it.
    theirs = from_our_page() and by_its_writer()
    token = {"token": generate_csrf()} if theirs else {}
    return _told(400, SENTENCES[400], **token)


def _failed(error: HTTPException) -> Answer:
    if error.code is None or error.code < 400:
        return error
    if error.code == STATUSES[NotFound] and (led := _led_on()):
        return led
    answer = page(error.code)
    for name, value in error.get_headers():
        if name in ("Allow", "Content-Range", "Retry-After"):
            answer.headers[name] = value
    return answer


def _broken(error: InternalServerError) -> Answer:
    cause = error.original_exception
    if isinstance(cause, _AWAY):
        return _away(cause)
    g.user = None
    return page(500)


def _away(error: Exception) -> Answer:
    g.user = None
    if isinstance(error, PyMongoError):
        if not will_pass(error):
            log.error("%s %s: the database refuses", request.method, safe_path(), exc_info=error)
            return page(500)
        connection().notice(error)
    log.error("%s %s: the database does not answer: %s", request.method, safe_path(), error)
    answer = page(503)
    answer.headers["Retry-After"] = "2"
    return answer
