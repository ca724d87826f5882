"""The browser that came back from a provider and opens no account yet: what it waits with."""

from __future__ import annotations

from flask import Response, after_this_request, current_app, request

from blogsite.models import Ticket
from blogsite.models.errors import LinkRefused
from blogsite.models.provider_entry import WAITING, WAITS


def wait_with(ticket: Ticket) -> None:
    """Let the browser keep a ticket; it outlives a sign-in, which leaves all else behind."""
    _set(ticket.token, max_age=int(WAITS.total_seconds()))


def waiting() -> Ticket | None:
    """The ticket that this browser holds, if it is good."""
    token = request.cookies.get(_name(), "")
    try:
        return Ticket.by_token(token, purpose=WAITING) if token else None
    except LinkRefused:
        return None


def wait_no_more() -> None:
    """Take the ticket from the browser."""
    _set("", max_age=0)


def _set(value: str, *, max_age: int) -> None:
    def set_cookie(response: Response) -> Response:
        response.set_cookie(
            _name(),
            value,
            max_age=max_age,
            httponly=True,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            samesite="Lax",
        )
        return response

    after_this_request(set_cookie)


def _name() -> str:
    return f"{current_app.config['SESSION_COOKIE_NAME']}-waiting"
