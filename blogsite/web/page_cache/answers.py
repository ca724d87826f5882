"""What the app answers: taken whole if it may be kept, passed on as it comes if not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from blogsite.web.page_cache.declaring import Declared
from blogsite.web.page_cache.entry import Headers

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def no_writing(_piece: bytes) -> object:
    """In place of WSGI's old way to send a body, which no part of the site uses."""
    raise NotImplementedError


class Made:
    """One answer of the app, begun but not yet sent.

    Arguments:
        app: what answers.
        environ: the request.
        page: what the view will declare, see `declaring`.
    """

    def __init__(self, app: WSGIApplication, environ: WSGIEnvironment, page: Declared) -> None:
        self.page = page
        self._status = ""
        self._error: Any = None
        self.headers: Headers = []
        self._pieces = app(environ, self._start)

    def _start(self, status: str, headers: Headers, error: Any = None, /) -> Any:
        self._status, self.headers, self._error = status, headers, error
        return no_writing

    @property
    def fit(self) -> bool:
        """Whether it is the same for every reader."""
        return self.page.fit and all(name.lower() != "set-cookie" for name, _ in self.headers)

    @property
    def body(self) -> bytes:
        """All of it."""
        try:
            return b"".join(self._pieces)
        finally:
            self.close()

    def passed_on(self, start_response: StartResponse, *, bare: bool) -> Iterable[bytes]:
        """Send it as it is; `bare` without its body."""
        start_response(self._status, self.headers, self._error)
        if not bare:
            return self._pieces
        self.close()
        return []

    def close(self) -> None:
        """Let go of what it would be read from."""
        close = getattr(self._pieces, "close", None)
        if close is not None:
            close()
