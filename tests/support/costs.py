"""What lists cost: every question asked meanwhile, explained by the database with its figures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import pytest
from pymongo import monitoring

from blogsite.database import connection

_EXPLAINED = {"find", "aggregate"}
_BARE = ("lsid", "$db", "$clusterTime", "$readPreference", "txnNumber")


@dataclass
class Costs:
    """Questions in the order they were asked."""

    asked: list[dict[str, Any]] = field(default_factory=list)

    def explained(self) -> list[Cost]:
        """What the database says of each, asked once more."""
        return [Cost(command, _explained(command)) for command in self.asked]

    def of(self, collection: str, command: str = "find") -> Cost:
        """Of the one question that was asked of a collection."""
        (cost,) = (one for one in self.explained() if one.command.get(command) == collection)
        return cost


@dataclass(frozen=True)
class Cost:
    """One question and its plan."""

    command: dict[str, Any]
    plan: dict[str, Any]

    @property
    def documents(self) -> int:
        """How many documents were read."""
        return int(self._figures["totalDocsExamined"])

    @property
    def keys(self) -> int:
        """How many keys of indexes were read."""
        return int(self._figures["totalKeysExamined"])

    @property
    def sorted_in_memory(self) -> bool:
        return "'stage': 'SORT'" in repr(self.plan["queryPlanner"]["winningPlan"])

    @property
    def _figures(self) -> dict[str, Any]:
        figures: dict[str, Any] = self.plan["executionStats"]
        return figures


_watched: ContextVar[Costs | None] = ContextVar("costs", default=None)


@contextmanager
def watched() -> Iterator[Costs]:
    """Keep every question that this thread asks of the database."""
    costs = Costs()
    token = _watched.set(costs)
    try:
        yield costs
    finally:
        _watched.reset(token)


def pytest_configure(config: pytest.Config) -> None:
    monitoring.register(_Watcher())


class _Watcher(monitoring.CommandListener):
    def started(self, event: monitoring.CommandStartedEvent) -> None:
        costs = _watched.get()
        if costs is not None and event.command_name in _EXPLAINED:
            command = {name: one for name, one in event.command.items() if name not in _BARE}
            costs.asked.append(command)

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None: ...

    def failed(self, event: monitoring.CommandFailedEvent) -> None: ...


def _explained(command: dict[str, Any]) -> dict[str, Any]:
    plan = connection().database.command("explain", command, verbosity="executionStats")
    if "stages" in plan:
        cursor: dict[str, Any] = plan["stages"][0]["$cursor"]
        return cursor
    return dict(plan)
