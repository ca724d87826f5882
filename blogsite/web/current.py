"""Who is asking: the signed-in user of this request, looked up once and only when needed."""

from __future__ import annotations

from typing import Any

from flask import Response, after_this_request, current_app, g, request
from flask import session as cookie
from flask_babel import refresh
from pymongo.errors import PyMongoError

from blogsite.database import DatabaseRefused
from blogsite.models import Device, Session, User
from blogsite.models.device import REMEMBERED

_TOKEN = "sid"  # noqa: S105 (the name of a cookie's field)
_BROWSER = "registered"
_AWAY = "away"


class _Current:
    """`current.user` is the signed-in user, or None for a reader."""

    @property
    def user(self) -> User | None:
        if "user" not in g:
            if _AWAY in g:
                raise g.get(_AWAY)  # asked once already: nobody waits for it twice
            try:
                self._find_out()
            except (PyMongoError, DatabaseRefused) as error:
                setattr(g, _AWAY, error)
                raise
        user: User | None = g.user
        return user

    def _find_out(self) -> None:
        token = cookie.get(_TOKEN)
        g.session = Session.resume(token) if isinstance(token, str) else None
        found = g.session.user if g.session else None
        if g.session:
            g.session.see(self.device)
        g.user = found

    @property
    def writer(self) -> User:
        """The signed-in user, on routes that let nobody else in."""
        if self.user is None:
            raise LookupError("nobody is signed in")
        return self.user

    @property
    def session(self) -> Session:
        """The session of the signed-in user, on routes that let nobody else in."""
        if self.user is None:
            raise LookupError("nobody is signed in")
        session: Session = g.session
        return session

    @property
    def former_id(self) -> Any:
        """The id of who was signed in here, where the session is over and that is still known."""
        token = cookie.get(_TOKEN)
        return Session.whose(token) if isinstance(token, str) else None

    @property
    def known_user(self) -> User | None:
        """The user if something has asked for it already; never asks the database itself."""
        user: User | None = g.get("user")
        return user

    @property
    def brings_session(self) -> bool:
        """Whether the browser says that it is signed in; never asks the database."""
        return isinstance(cookie.get(_TOKEN), str)

    @property
    def device(self) -> Device:
        """The browser that asks."""
        return Device(
            agent=request.user_agent.string,
            address=request.remote_addr or "",
            cookie=request.cookies.get(_device_cookie(), ""),
        )


current = _Current()


def sign_in(user: User) -> None:
    """Start a session; whatever the browser carried before is left behind."""
    sign_out()
    device = current.device
    token = Session.start(user, device=device)
    cookie[_TOKEN] = token
    cookie.permanent = True
    g.pop("user", None)
    refresh()  # whoever is signed in may have chosen a language
    after_this_request(lambda response: _remember(response, device.remembering(user.id)))


def sign_out() -> None:
    """End the session here and in the database."""
    token = cookie.get(_TOKEN)
    if isinstance(token, str):
        Session.end(token)
    cookie.clear()
    g.user = g.session = None
    refresh()


def remember_browser(word: str) -> None:
    """Let this browser be known as the one that registered."""
    cookie[_BROWSER] = word


def browser() -> str | None:
    """The word by which this browser is known, if it registered."""
    word: Any = cookie.get(_BROWSER)
    return word if isinstance(word, str) else None


def _remember(response: Response, value: str) -> Response:
    response.set_cookie(
        _device_cookie(),
        value,
        max_age=REMEMBERED,
        httponly=True,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        samesite="Lax",
    )
    return response


def _device_cookie() -> str:
    return f"{current_app.config['SESSION_COOKIE_NAME']}-device"
