"""What the database reads for what it is asked, by its own account."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from pymongo import monitoring

from blogsite.database import connection

_ASKED = ("find", "aggregate")
_BARE = ("lsid", "$db", "$clusterTime", "maxTimeMS", "$readPreference")


class Examined(NamedTuple):
    """Documents and keys that were read."""

    documents: int
    keys: int


class _Listener(monitoring.CommandListener):
    commands: list[dict[str, Any]] | None = None

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        if self.commands is not None and event.command_name in _ASKED:
            bare = {name: one for name, one in event.command.items() if name not in _BARE}
            self.commands.append(bare)

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None: ...

    def failed(self, event: monitoring.CommandFailedEvent) -> None: ...


_listener = _Listener()
monitoring.register(_listener)


@contextmanager
def noted() -> Iterator[list[dict[str, Any]]]:
    """Note every question that is asked meanwhile."""
    commands: list[dict[str, Any]] = []
    _listener.commands = commands
    yield commands
    _listener.commands = None


def examined(commands: list[dict[str, Any]]) -> Examined:
    """What the database reads for these questions, asked once more of the current app's."""
    database = connection().database
    plans = [database.command("explain", one, verbosity="executionStats") for one in commands]
    return Examined(_sum(plans, "docsExamined"), _sum(plans, "keysExamined"))


def processor(folder: str) -> float:
    """Seconds that the private database of a folder has used."""
    nanoseconds = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
            if b"mongod" in command and folder.encode() in command:
                each = (one.read_text() for one in process.glob("task/*/schedstat"))
                nanoseconds += sum(int(one.split()[0]) for one in each)
        except OSError:
            continue
    return nanoseconds / 1e9


def _sum(plan: Any, name: str) -> int:
    """All that the stages of a plan say of themselves under a name."""
    if isinstance(plan, dict):
        own = plan.get(name, 0) if "stage" in plan and isinstance(plan.get(name), int) else 0
        return own + sum(_sum(part, name) for key, part in plan.items() if key != "rejectedPlans")
    return sum(_sum(part, name) for part in plan) if isinstance(plan, list) else 0
