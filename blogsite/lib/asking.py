"""Asking another server: never for longer, and never for more, than was meant."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Event
from typing import Any, TypeVar

import requests
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from requests.exceptions import RequestException

MOST = 256 * 1024
_PIECE = 16 * 1024
_REDIRECTS = 3

T = TypeVar("T")


class TooSlow(RequestException):
    """Not answered in time."""


class TooMuch(RequestException):
    """The answer is longer than anybody needs."""


class NotAllowed(RequestException):
    """The address is not one that may be asked."""


class Errand:
    """All that is asked for one purpose, within one time.

    A timeout of a socket starts anew with each byte: who sends one now and then could hold the
    line for ever. So the errand runs in a thread of its own; when its time is over nobody waits
    for it any more, and its sockets are shut, which ends it.

    Arguments:
        seconds: for all of it together.
        plain: whether http without TLS may be asked, as on loopback.
    """

    def __init__(self, *, seconds: float, plain: bool) -> None:
        self._ends = time.monotonic() + seconds
        self._plain = plain
        self._sockets: list[socket.socket] = []
        self._over = Event()

    @property
    def left(self) -> float:
        """Seconds until its end."""
        return self._ends - time.monotonic()

    def equip(self, session: requests.Session) -> None:
        """Let a session of requests keep to the rules of this errand."""
        session.max_redirects = _REDIRECTS
        # Beside a server on this machine no proxy of the environment has a place.
        session.trust_env = not self._plain
        adapter = _Adapter(self)
        session.mount("https://", adapter)
        session.mount("http://", adapter)

    def run(self, act: Callable[[], T]) -> T:
        """What the act returns.

        Raises:
            TooSlow: it did not come to an end in time.
            Exception: whatever the act raises.
        """
        thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="errand")
        try:
            return thread.submit(act).result(timeout=max(0.0, self.left))
        except TimeoutError as error:
            self._shut()
            raise TooSlow("too slow") from error
        finally:
            thread.shutdown(wait=False)

    def check(self, request: PreparedRequest) -> None:
        """Let a request pass, each of a row of redirects.

        Raises:
            NotAllowed: it would go over the wire in the clear.
            TooSlow: there is no time left for it.
        """
        if not self._plain and not (request.url or "").lower().startswith("https://"):
            raise NotAllowed("not https")
        if self._over.is_set() or self.left <= 0:
            raise TooSlow("too slow")

    def watch(self, opened: socket.socket) -> None:
        """Shut this one, too, when the time is over."""
        self._sockets.append(opened)
        if self._over.is_set():
            self._shut()

    def _shut(self) -> None:
        self._over.set()
        for opened in list(self._sockets):
            with suppress(OSError):
                opened.shutdown(socket.SHUT_RDWR)


class _Adapter(HTTPAdapter):
    """Knows the socket of each request, and reads each answer whole, up to a limit."""

    def __init__(self, errand: Errand) -> None:
        self._errand = errand
        super().__init__()

    def get_connection_with_tls_context(self, *arguments: Any, **named: Any) -> Any:
        pool = super().get_connection_with_tls_context(*arguments, **named)
        pool.ConnectionCls = _watched(type(pool).ConnectionCls, self._errand)
        return pool

    def send(self, request: PreparedRequest, *_: Any, **named: Any) -> Response:
        self._errand.check(request)
        named |= {"stream": True, "timeout": max(0.05, self._errand.left)}
        response = super().send(request, **named)
        response._content = _body(response)  # noqa: SLF001 (as requests reads it, but for the limit)
        response._content_consumed = True  # noqa: SLF001
        return response


def _watched(kind: Any, errand: Errand) -> Any:
    class Watched(kind):  # type: ignore[misc] # HTTP or HTTPS
        def connect(self) -> None:
            super().connect()
            errand.watch(self.sock)

    return Watched


def _body(response: Response) -> bytes:
    body = b""
    for piece in response.iter_content(_PIECE):
        body += piece
        if len(body) > MOST:
            response.close()
            raise TooMuch("too much")
    response.close()
    return body
