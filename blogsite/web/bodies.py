"""What is sent along with a request: taken whole before the answer, within size and time."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from threading import Lock, Timer
from typing import TYPE_CHECKING

from werkzeug.exceptions import (
    ClientDisconnected,
    HTTPException,
    RequestEntityTooLarge,
    RequestTimeout,
)

try:
    from gunicorn.http.errors import ParseException as Malformed
except ImportError:  # another server, which sorts out malformed bodies itself
    Malformed = ClientDisconnected

if TYPE_CHECKING:
    from _typeshed.wsgi import InputStream, StartResponse, WSGIApplication, WSGIEnvironment

MOST_DISCARDED = 32 * 1024 * 1024
DISCARDED = "blogsite.most_discarded"
"""Under this key of its environment a request may say that more is to be read than that."""
PATIENCE = 15.0
SLOWEST = 16 * 1024
"""Bytes a second."""
LONGEST_DISCARDING = 30.0

_PIECE = 64 * 1024


class Bodies:
    """Reads what the app has left of a body, and throws it away, before the answer goes out.

    A browser reads nothing before it has sent everything: an answer given earlier, such as 413,
    meets a closed connection and is never seen.

    Who sends slowly has `PATIENCE` seconds, and longer only at `SLOWEST` bytes a second or more.
    Where more than `MOST_DISCARDED` bytes are left, or they take too long, the answer is given all
    the same and the server closes the connection, since the body is not at its end.

    Arguments:
        app: the WSGI application.
        most: bytes that it takes. It refuses a greater length itself, but cuts a body without one.
    """

    def __init__(self, app: WSGIApplication, *, most: int) -> None:
        self._app = app
        self._most = most

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if not _has_body(environ):
            return self._app(environ, start_response)
        environ["wsgi.input"] = body = _Body(environ, self._most)
        with body.watch:
            answer = self._app(environ, start_response)
            body.discard_rest()
        return answer


class _Body:
    """A request's body as WSGI wants it, read in small pieces under a watch."""

    def __init__(self, environ: WSGIEnvironment, most: int) -> None:
        self._most = most
        self._stream: InputStream = environ["wsgi.input"]
        self._environ = environ
        self._length = _length(environ)
        # Without a length, only a server that knows where the body ends can be asked for more.
        self._endless = self._length is None and not environ.get("wsgi.input_terminated")
        self.watch = _Watch(environ.get("gunicorn.socket"))

    def read(self, size: int = -1) -> bytes:
        if size is None or size < 0:
            return b"".join(self)
        piece = self._read(min(size, _PIECE))
        if self._length is None and self.watch.received >= self._most and self._read(1):
            raise RequestEntityTooLarge
        return piece

    def readline(self, size: int = -1) -> bytes:
        return self._noted(self._stream.readline, size)

    def readlines(self, _hint: int = -1) -> list[bytes]:
        return list(iter(self.readline, b""))

    def __iter__(self) -> Iterator[bytes]:
        return iter(lambda: self.read(_PIECE), b"")

    def discard_rest(self) -> None:
        most = self._environ.get(DISCARDED, MOST_DISCARDED)
        if self._endless or self._left > most:
            return
        deadline = time.monotonic() + LONGEST_DISCARDING
        end = self.watch.received + most
        # Whatever goes wrong here, the answer is there already.
        with suppress(HTTPException):
            while self._left and self.watch.received < end and time.monotonic() < deadline:
                if not self._read(_PIECE):
                    return

    def _read(self, size: int) -> bytes:
        return self._noted(self._stream.read, size)

    @property
    def _left(self) -> int:
        return 1 if self._length is None else self._length - self.watch.received

    def _noted(self, read: Callable[[int], bytes], size: int) -> bytes:
        try:
            piece = read(size)
        except (OSError, Malformed) as error:
            raise RequestTimeout if self.watch.late else ClientDisconnected from error
        self.watch.received += len(piece)
        if self.watch.late:
            # The rest may still arrive: nothing on this connection can be told apart any more.
            self._stream.failed = True  # type: ignore[attr-defined] # gunicorn's own mark
            raise RequestTimeout
        if not piece and size and self._length is not None and self._left:
            # Half a form is no form: what was typed would be cut where the connection broke.
            raise ClientDisconnected
        if not piece or not self._left:
            self.watch.end()
        return piece


class _Watch:
    """Ends the reading half of a connection when its sender is too slow; others sit behind it."""

    def __init__(self, connection: socket.socket | None) -> None:
        self._connection = connection
        self._lock = Lock()
        self._timer: Timer | None = None
        self._started_at = 0.0
        self.received = 0
        self.late = False

    def __enter__(self) -> None:
        self._started_at = time.monotonic()
        if self._connection is not None:
            self._look_again(PATIENCE)

    def __exit__(self, *_details: object) -> None:
        self.end()

    def end(self) -> None:
        """All is there, or no more is wanted; harmless when repeated."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            self._connection = None

    def _look(self) -> None:
        with self._lock:
            left = self._started_at + PATIENCE + self.received / SLOWEST - time.monotonic()
            if self._connection is None:
                return
            if left > 0:
                self._look_again(left)
                return
            self.late = True
            with suppress(OSError):
                self._connection.shutdown(socket.SHUT_RD)

    def _look_again(self, seconds: float) -> None:
        self._timer = Timer(seconds, self._look)
        self._timer.daemon = True
        self._timer.start()


def _has_body(environ: WSGIEnvironment) -> bool:
    return environ.get("CONTENT_LENGTH", "") not in ("", "0") or _is_chunked(environ)


def _is_chunked(environ: WSGIEnvironment) -> bool:
    return "chunked" in str(environ.get("HTTP_TRANSFER_ENCODING", "")).lower()


def _length(environ: WSGIEnvironment) -> int | None:
    length = str(environ.get("CONTENT_LENGTH", ""))
    return int(length) if length.isascii() and length.isdigit() else None
