"""The headers every answer carries: what a browser may do with it, who may keep it."""

from __future__ import annotations

from flask import Flask, Response, current_app, request, session

from blogsite.web.current import current

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'none'",
        "style-src 'self'",
        "img-src 'self' data:",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)


def init_app(app: Flask) -> None:
    """Add the headers to every answer of an app."""
    app.after_request(_protect)
    app.after_request(_say_who_may_keep_it)


def _protect(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    return response


def _say_who_may_keep_it(response: Response) -> Response:
    if request.endpoint == "static":
        response.cache_control.immutable = "v" in request.args
        return response
    if scope() == "machine":
        response.headers.setdefault("Cache-Control", "no-store")
        return response
    for_everybody = scope() == "shown" and current.known_user is None and not session.modified
    response.headers.setdefault("Cache-Control", "no-cache" if for_everybody else "no-store")
    response.vary.add("Cookie")
    return response


def scope() -> str:
    """The scope of the view that answers, see `web.scopes`; empty where there is none."""
    view = current_app.view_functions.get(request.endpoint or "")
    return str(getattr(view, "scope", ""))
