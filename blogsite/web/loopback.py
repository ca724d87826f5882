"""Whether a request was made on this machine, by somebody who sits at it."""

from __future__ import annotations

from flask import Request
from werkzeug.sansio.utils import get_host

from config import Settings, is_loopback

_FORWARDING = ("Forwarded", "Via")


def kept_mail_readable(request: Request, settings: Settings) -> bool:
    """Whether this request may read kept letters, which open accounts.

    Only without a mail server, with `BASE_URL`, peer address and Host header on loopback, and
    without a sign that a proxy passed the request on.
    """
    return (
        not settings.mail_server
        and settings.on_loopback
        and is_loopback(_peer(request))
        and is_loopback(_host_name(request))
        and not any(_forwarding(name) for name in request.headers.keys())  # noqa: SIM118
    )


def _peer(request: Request) -> str:
    # What the socket says, not what a believed proxy says in its place.
    original = request.environ.get("werkzeug.proxy_fix.orig", {})
    return str(original.get("REMOTE_ADDR") or request.environ.get("REMOTE_ADDR") or "")


def _host_name(request: Request) -> str:
    host = get_host("http", request.headers.get("Host"))
    return host[1 : host.index("]")] if host.startswith("[") and "]" in host else host.split(":")[0]


def _forwarding(name: str) -> bool:
    return name.title() in _FORWARDING or name.lower().startswith("x-forwarded-")
