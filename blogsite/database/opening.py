"""Opening what may take long, by somebody else than the many who need it."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock, Thread

from pymongo.errors import PyMongoError

from blogsite.database.errors import DatabaseRefused
from blogsite.database.outage import DatabaseAway


class Opening:
    """One attempt at a time, which all who come meanwhile share; a failed one is made again.

    Arguments:
        open_it: does it, however long that takes.
        patience: seconds after an attempt has begun until nobody waits for it any more.
    """

    def __init__(self, open_it: Callable[[], None], *, patience: float) -> None:
        self._open = open_it
        self._patience = patience
        self._lock = Lock()
        self._attempt: Future[None] | None = None
        self._given_up_at = 0.0

    def wait(self) -> None:
        """Return when it is open.

        Raises:
            DatabaseAway: it takes too long.
            DatabaseRefused, PyMongoError: it cannot be opened.
        """
        attempt = self._present_attempt()
        try:
            attempt.result(max(0.0, self._given_up_at - time.monotonic()))
        except TimeoutError as error:
            raise DatabaseAway("it does not open") from error

    def _present_attempt(self) -> Future[None]:
        with self._lock:
            if self._attempt is None or self._attempt.done():
                self._attempt = Future()
                self._given_up_at = time.monotonic() + self._patience
                Thread(target=self._try, args=(self._attempt,), name="opening", daemon=True).start()
            return self._attempt

    def _try(self, attempt: Future[None]) -> None:
        try:
            self._open()
        except (PyMongoError, DatabaseRefused, OSError) as error:
            attempt.set_exception(error)
        else:
            attempt.set_result(None)
        finally:
            attempt.cancel()  # what else went wrong is for the log; nobody waits for it
