"""Feeds are for programs: a browser that comes to one is led on to the page that explains it.

That is told by what browsers say of every page they are to show, `Sec-Fetch-Dest: document`, and
before any cache looks at the request: whoever else asks always gets the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Flask

from blogsite import urls

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_ENDS = tuple(f"/{name}" for name in urls.DOCUMENTS)


class Explained:
    """Leads browsers from feeds to the pages that explain them."""

    def __init__(self, inner: Callable[..., Iterable[bytes]]) -> None:
        self._inner = inner

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer a browser; whatever else is asked, and whoever else asks, passes through."""
        path = environ.get("PATH_INFO", "")
        if environ.get("HTTP_SEC_FETCH_DEST") != "document" or not path.endswith(_ENDS):
            return self._inner(environ, start)
        # With two slashes it would be another host.
        beside = "/" + path.rpartition("/")[0].lstrip("/\\")
        place = quote(f"{beside.rstrip('/')}/feeds".encode("latin-1"), safe="/@:")
        headers = [
            ("Location", place),
            ("Content-Length", "0"),
            ("Cache-Control", "no-store"),
            ("Vary", "Sec-Fetch-Dest"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        start("303 See Other", headers)
        return []


def init_app(app: Flask) -> None:
    """Stand before all else of an app."""
    app.wsgi_app = Explained(app.wsgi_app)  # type: ignore[assignment, method-assign]
