"""What is told to others only when it has really happened: after the commit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_waiting: ContextVar[list[Callable[[], None]] | None] = ContextVar("waiting", default=None)


def after_commit(act: Callable[[], None]) -> None:
    """Do something once the transaction has committed; outside of one, at once.

    A transaction that fails, or runs again, forgets what it asked for.
    """
    waiting = _waiting.get()
    if waiting is None:
        act()
    else:
        waiting.append(act)


@contextmanager
def telling() -> Iterator[None]:
    """Around a transaction: collect what is to be done, and do it if all went well."""
    waiting: list[Callable[[], None]] = []
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    for act in waiting:
        act()
