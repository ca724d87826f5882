"""Who is asking: the signed-in user of this request, looked up once and only when needed."""

from __future__ import annotations

from typing import Any

from flask import g, request
from flask import session as cookie

from blogsite.models import Session, User

_TOKEN = "sid"  # noqa: S105 (the name of a cookie's field)
_BROWSER = "registered"


class _Current:
    """`current.user` is the signed-in user, or None for a reader."""

    @property
    def user(self) -> User | None:
        if "user" not in g:
            token = cookie.get(_TOKEN)
            session = Session.resume(token) if isinstance(token, str) else None
            g.user = session.user if session else None
        user: User | None = g.user
        return user

    @property
    def writer(self) -> User:
        """The signed-in user, on routes that let nobody else in."""
        if self.user is None:
            raise LookupError("nobody is signed in")
        return self.user

    @property
    def known_user(self) -> User | None:
        """The user if something has asked for it already; never asks the database itself."""
        user: User | None = g.get("user")
        return user


current = _Current()


def sign_in(user: User) -> None:
    """Start a session; whatever the browser carried before is left behind."""
    sign_out()
    cookie[_TOKEN] = Session.start(user, user_agent=request.user_agent.string)
    cookie.permanent = True
    g.user = user


def sign_out() -> None:
    """End the session here and in the database."""
    token = cookie.get(_TOKEN)
    if isinstance(token, str):
        Session.end(token)
    cookie.clear()
    g.user = None


def remember_browser(word: str) -> None:
    """Let this browser be known as the one that registered."""
    cookie[_BROWSER] = word


def browser() -> str | None:
    """The word by which this browser is known, if it registered."""
    word: Any = cookie.get(_BROWSER)
    return word if isinstance(word, str) else None
