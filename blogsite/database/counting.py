"""How often the database is asked, for whoever wants to know."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass

from pymongo import monitoring


@dataclass
class Count:
    """Commands sent to the database since it was begun."""

    commands: int = 0


_count: ContextVar[Count | None] = ContextVar("count", default=None)


def begin() -> Count:
    """Count what this thread asks from now on."""
    count = Count()
    _count.set(count)
    return count


class Counter(monitoring.CommandListener):
    """Listens to a client's commands."""

    def started(self, _event: monitoring.CommandStartedEvent) -> None:
        count = _count.get()
        if count is not None:
            count.commands += 1

    def succeeded(self, _event: monitoring.CommandSucceededEvent) -> None: ...

    def failed(self, _event: monitoring.CommandFailedEvent) -> None: ...
