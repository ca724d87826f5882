"""Feeds are for programs: a browser that comes to one is led on to the page that explains it.

That is told by what browsers say of every page they are to show, `Sec-Fetch-Dest: document`, and
before any cache looks at the request: whoever else asks always gets the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from blogsite import urls

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_ENDS = tuple(f"/{name}" for name in urls.DOCUMENTS)
_THERE = 200
_MOVED = (301, 302)
_OF_THIS_ONE = ("HTTP_COOKIE", "HTTP_RANGE", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
"""What a browser says of itself and of what it has: where a page is does not hang on it."""


class Explained:
    """Leads browsers from feeds to the pages that explain them."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._inner: Callable[..., Iterable[bytes]] = app.wsgi_app

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer a browser; whatever else is asked, and whoever else asks, passes through."""
        place = self._place(environ) if self._shows_a_feed(environ) else None
        if place is None:
            return self._inner(environ, start)
        headers = [
            ("Location", place),
            ("Content-Length", "0"),
            ("Cache-Control", "no-store"),
            ("Vary", "Sec-Fetch-Dest"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        start("303 See Other", headers)
        return []

    def _shows_a_feed(self, environ: WSGIEnvironment) -> bool:
        """Whether a browser is to show what has the address of a feed."""
        path = environ.get("PATH_INFO", "")
        asked = environ["REQUEST_METHOD"], environ.get("HTTP_SEC_FETCH_DEST")
        if asked not in (("GET", "document"), ("HEAD", "document")) or not path.endswith(_ENDS):
            return False
        # The router would not mind two slashes, and with them it would be another host.
        return not path.startswith("//") and self._is_route(path)

    def _is_route(self, path: str) -> bool:
        try:
            endpoint, _values = self._app.url_map.bind("").match(path, method="GET")
        except HTTPException:
            return False
        return str(endpoint).startswith("feeds.")

    def _place(self, environ: WSGIEnvironment) -> str | None:
        """Where the explaining page is, as it says itself: a blog may have moved, or be gone."""
        beside = environ["PATH_INFO"].rpartition("/")[0] + "/feeds"
        plain = {name: one for name, one in environ.items() if name not in _OF_THIS_ONE}
        asked = {**plain, "PATH_INFO": beside, "QUERY_STRING": "", "REQUEST_METHOD": "HEAD"}
        answer = Response.from_app(self._inner, asked)
        answer.close()
        if answer.status_code in _MOVED:
            return answer.location
        return quote(beside.encode("latin-1"), safe="/@:") if answer.status_code == _THERE else None


def init_app(app: Flask) -> None:
    """Stand before all else of an app."""
    app.wsgi_app = Explained(app)  # type: ignore[assignment, method-assign]
