"""The headers every answer carries: what a browser may do with it, who may keep it."""

from __future__ import annotations

from flask import Flask, Response, current_app, request, session

from blogsite.web import policy, scripts, styles
from blogsite.web.current import current

GUARDS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        f"{feature}=()"
        for feature in (
            *("accelerometer", "browsing-topics", "camera", "display-capture", "geolocation"),
            *("gyroscope", "magnetometer", "microphone", "midi", "payment", "usb"),
        )
    ),
}
FOR_GOOD = "public, max-age=31536000, immutable"
"""For the few pages that name one."""
_ALONE = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
"""Of a file. Browsers show a picture alone on a page of their own, which has its style in it."""
TWO_YEARS = 2 * 365 * 24 * 3600  # seconds


def init_app(app: Flask) -> None:
    """Add the headers to every answer of an app."""
    scripts.init_app(app)
    styles.init_app(app)
    app.after_request(_protect)
    app.after_request(_say_who_may_keep_it)


def _protect(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", policy.of_this_page())
    for name, value in GUARDS.items():
        response.headers.setdefault(name, value)
    if current_app.config["SETTINGS"].base_url.startswith("https:"):
        response.headers.setdefault("Strict-Transport-Security", f"max-age={TWO_YEARS}")
    return response


def _say_who_may_keep_it(response: Response) -> Response:
    if request.endpoint == "static" and response.status_code in (200, 206, 304):
        response.headers["Cache-Control"] = FOR_GOOD if "v" in request.args else "no-cache"
        return response
    if response.headers.get("Cache-Control") == FOR_GOOD:
        return response  # the same for everybody
    if scope() == "machine":
        response.headers.setdefault("Cache-Control", "no-store")
        return response
    for_everybody = scope() == "shown" and current.known_user is None and not session.modified
    response.headers.setdefault("Cache-Control", "no-cache" if for_everybody else "no-store")
    response.vary.add("Cookie")
    return response


def not_indexed() -> dict[str, str]:
    """For a page that whoever has its address may read, and that search engines leave alone."""
    return {"X-Robots-Tag": "noindex"}


def for_whoever_has_the_link() -> dict[str, str]:
    """For a page whose address is all that opens it: no link, list or copy of it tells that."""
    return {**not_indexed(), "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}


def of_a_file(*, for_everybody: bool) -> dict[str, str]:
    """For a file that somebody sent: opened by itself it does nothing, whatever is in it.

    What everybody may see is shown by pages of others too: those that people read feeds with.
    """
    return {
        "Content-Security-Policy": _ALONE,
        "Cross-Origin-Resource-Policy": "cross-origin" if for_everybody else "same-origin",
    }


def scope() -> str:
    """The scope of the view that answers, see `web.scopes`; empty where there is none."""
    view = current_app.view_functions.get(request.endpoint or "")
    return str(getattr(view, "scope", ""))
