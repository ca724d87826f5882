"""What a refusal looks like from outside: its status and its page; the one such place."""

from __future__ import annotations

import logging

from flask import Flask, Response, g, make_response, render_template, request
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from pymongo.errors import PyMongoError
from werkzeug.exceptions import HTTPException, InternalServerError

from blogsite.database import DatabaseRefused, Stale
from blogsite.models.errors import (
    AccountSuspended,
    Conflict,
    Forbidden,
    Gone,
    Invalid,
    LinkExpired,
    LinkUnknown,
    LinkUsed,
    NotFound,
    Refusal,
    WrongCredentials,
)
from blogsite.web.request_log import safe_path

log = logging.getLogger(__name__)

STATUSES: dict[type[Refusal], int] = {
    NotFound: 404,
    Gone: 410,
    Forbidden: 403,
    Invalid: 422,
    WrongCredentials: 401,
    AccountSuspended: 401,
    Conflict: 409,
    LinkUnknown: 404,
    LinkExpired: 410,
    LinkUsed: 410,
}

LINKS: dict[type[Refusal], str] = {
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
    409: _l("Somebody was faster"),
    410: _l("Gone"),
    413: _l("Too much at once"),
    415: _l("Not this way"),
    422: _l("That needs another look"),
    500: _l("Our mistake"),
    503: _l("Back in a moment"),
}

SENTENCES = {
    400: _l("This form no longer belongs to your visit. Go back, reload the page, try again."),
    404: _l("There is nothing at this address. Perhaps it was mistyped."),
    405: _l("This address does not answer to that. Start again from a page of the site."),
    413: _l("This is more than the site takes at once: 4 MiB."),
    500: _l("Something went wrong here, and it is written down for us to mend. Try again."),
    503: _l("The site cannot reach its data just now. Nothing is lost: try again in a moment."),
}

_FALLBACK = _l("The site could not do that. Start again from a page of the site.")
_SIGNED_OUT = _l(
    "You were signed out meanwhile, so this could not be saved. Copy your text from here, sign in, "
    "and put it in again."
)


def init_app(app: Flask) -> None:
    """Answer every refusal with a page."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(HTTPException, _failed)
    app.register_error_handler(InternalServerError, _broken)
    for away in (PyMongoError, DatabaseRefused):
        app.register_error_handler(away, _away)
    app.register_error_handler(Stale, lambda _error: page(409, Conflict.sentence))


def page(status: int, sentence: object = None, *, kept: str = "") -> Response:
    """A page that says what happened and leads onward.

    Arguments:
        status: the HTTP status.
        sentence: what happened; left out, the status's own.
        kept: what was written and could not be taken, to be copied from the page.
    """
    said = sentence or SENTENCES.get(status) or _FALLBACK
    title = TITLES.get(status) or _("That did not work")
    return make_response(
        render_template("errors/show.html", status=status, title=title, sentence=said, kept=kept),
        status,
    )


def _refused(refusal: Refusal) -> Answer:
    status = STATUSES[type(refusal)]
    if type(refusal) in LINKS:
        reason = LINKS[type(refusal)]
        return render_template("activations/refused.html", reason=reason), status
    return page(status, refusal.sentence)


def _forged(_error: CSRFError) -> Answer:
    if kept := request.form.get("content", ""):
        return page(400, _SIGNED_OUT, kept=kept)
    return page(400)


def _failed(error: HTTPException) -> Answer:
    if error.code is None or error.code < 400:
        return error
    answer = page(error.code)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            answer.headers[name] = value
    return answer


def _broken(error: InternalServerError) -> Answer:
    cause = error.original_exception
    if isinstance(cause, PyMongoError | DatabaseRefused):
        return _away(cause)
    g.user = None
    return page(500)


def _away(error: Exception) -> Answer:
    log.error("%s %s: the database does not answer: %s", request.method, safe_path(), error)
    g.user = None
    answer = page(503)
    answer.headers["Retry-After"] = "2"
    return answer
