"""Together or not at all, and again when somebody else was faster."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from pymongo.client_session import ClientSession
from pymongo.errors import DuplicateKeyError, PyMongoError

from blogsite.database import generations
from blogsite.database.afterwards import telling
from blogsite.database.connection import connection, in_transaction
from blogsite.database.document import undo_log

MOST_ATTEMPTS = 12
LONGEST_PAUSE = 0.2

_session: ContextVar[ClientSession | None] = ContextVar("session", default=None)

P = ParamSpec("P")
R = TypeVar("R")


@contextmanager
def transaction() -> Iterator[ClientSession | None]:
    """What is written inside is there together or not at all; inside another, it joins that one.

    Yields:
        The session, or None where the database has none (mongomock). Queries need not name it.
        When the transaction fails, what documents in memory took for written is undone; what they
        read anew stays.
    """
    if in_transaction.get():
        yield _session.get()
        return
    opened = connection()
    with (
        telling(),
        _remembering(),
        generations.ending(lambda: opened.shared.numbers) as ended,
        opened.transaction() as session,
    ):
        inside, bound = in_transaction.set(True), _session.set(session)
        try:
            yield session
            generations.note(opened.database, ended)
        finally:
            in_transaction.reset(inside)
            _session.reset(bound)


def atomic(verb: Callable[P, R]) -> Callable[P, R]:
    """A verb as one transaction, run again when it lost a race.

    It lost when another transaction wrote the same document, or took the name it wanted: on the
    next run its own checks see who was first. What it does must be safe to run again.
    """

    @wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if in_transaction.get():
            return verb(*args, **kwargs)
        with connection().in_time():
            for attempt in range(1, MOST_ATTEMPTS):
                try:
                    with transaction():
                        return verb(*args, **kwargs)
                except PyMongoError as error:
                    if not lost_a_race(error):
                        raise
                time.sleep(random.uniform(0, LONGEST_PAUSE * attempt / MOST_ATTEMPTS))  # noqa: S311
            with transaction():
                return verb(*args, **kwargs)

    return run


def lost_a_race(error: PyMongoError) -> bool:
    """Whether somebody else was faster, and the same may go well in a moment."""
    return isinstance(error, DuplicateKeyError) or (
        error.has_error_label("TransientTransactionError") and not error.timeout
    )


@contextmanager
def _remembering() -> Iterator[None]:
    undo: list[Callable[[], None]] = []
    token = undo_log.set(undo)
    try:
        yield
    except BaseException:
        for step in reversed(undo):
            step()
        raise
    finally:
        undo_log.reset(token)
