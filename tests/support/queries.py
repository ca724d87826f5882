"""No query without an index: each kind of query that our code made is explained at the end.

Watched are the site's own queries on the run's mongod, not those that tests make by themselves.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import Any

import pytest
from pymongo import MongoClient, monitoring
from pymongo.errors import OperationFailure

from tests.support.findings import Findings, current_test, judge
from tests.support.mongod import database_uri
from tests.support.run import is_worker

RULE = "no_query_without_an_index"
DATABASES = "blogsite_test_"
SITE = str(Path(__file__).resolve().parents[2] / "blogsite")

STREAM = (
    "[[{'$changeStream': {}}, {'$match': {'operationType': '…'}}, "
    "{'$project': {'fullDocument.names': '…'}}]]"
)

# The collection, the command and the fields asked for, and why it may read every document.
EXCEPTIONS: dict[tuple[str, str, str], str] = {
    ("page_generations", "aggregate", STREAM): "a change stream reads the oplog from its end on",
    **{
        (name, "find", "[]"): "GridFS looks for one document, to see whether there is any"
        for name in ("media.files", "media.chunks")
    },
}

_EXPLAINED = {"find", "aggregate", "update", "delete", "findAndModify", "count", "distinct"}
_NOT_EXPLAINED = {
    *("lsid", "txnNumber", "startTransaction", "autocommit", "writeConcern", "readConcern"),
    *("$db", "$clusterTime", "$readPreference", "maxTimeMS", "bypassDocumentValidation", "ordered"),
}

Command = dict[str, Any]


class Queries(monitoring.CommandListener):
    """Remembers one example of each kind of query."""

    def __init__(self) -> None:
        self.examples: dict[tuple[str, str, str], tuple[Command, str]] = {}
        self._lock = Lock()

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        if event.command_name not in _EXPLAINED or not event.database_name.startswith(DATABASES):
            return
        for command in _single(event.command_name, dict(event.command)):
            kind = kind_of(event.command_name, command)
            with self._lock:
                if kind not in self.examples and _asked_by_the_site():
                    self.examples[kind] = (command, current_test())

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None: ...

    def failed(self, event: monitoring.CommandFailedEvent) -> None: ...


_queries = Queries()
_findings: Findings | None = None


def kind_of(name: str, command: Command) -> tuple[str, str, str]:
    """The collection, the command, and its fields and operators without the values."""
    asked = [_filter_of(command), command.get("sort"), command.get("pipeline")]
    return str(command[name]), name, repr([_shape(part) for part in asked if part])


def full_scans(plan: Any) -> Iterator[str]:
    """The stages of an explained plan that read a whole collection."""
    if isinstance(plan, dict):
        if plan.get("stage") == "COLLSCAN" or plan.get("strategy") == "NestedLoopJoin":
            yield str(plan.get("stage"))
        for name, part in plan.items():
            if name != "rejectedPlans":
                yield from full_scans(part)
    elif isinstance(plan, list):
        for part in plan:
            yield from full_scans(part)


def pytest_configure(config: pytest.Config) -> None:
    global _findings  # noqa: PLW0603 (one run per process)
    _findings = Findings(config, "queries")
    monitoring.register(_queries)


@pytest.fixture(scope="session", autouse=True)
def _explained(pytestconfig: pytest.Config) -> Iterator[None]:
    """The last thing a process of the run does: while its mongod and its indexes are there."""
    yield
    if not _queries.examples:
        return
    with MongoClient[dict[str, Any]](database_uri(pytestconfig)) as client:
        for kind, (command, test) in _queries.examples.items():
            for sentence in _explain(client, kind, command):
                _findings.add(f"{sentence}, first in {test}")  # type: ignore[union-attr]


def pytest_sessionfinish(session: pytest.Session) -> None:
    if is_worker(session.config) or _findings is None:
        return
    if found := _findings.all():
        judge(session, RULE, [line for line in found if " is served by an index" not in line])


def _explain(client: MongoClient[Any], kind: tuple[str, str, str], command: Command) -> list[str]:
    asked = f"{kind[1]} on {kind[0]} {kind[2]}"
    if kind in EXCEPTIONS:
        return [f"{asked} is served by an index or excepted"]
    try:
        database = client.get_default_database()
        plan = database.command("explain", command, verbosity="queryPlanner")
    except OperationFailure as error:
        return [f"{asked} cannot be explained: {error.details}"]
    scans = list(full_scans(plan))
    return [f"{asked} reads the whole collection" if scans else f"{asked} is served by an index"]


def _single(name: str, command: Command) -> Iterator[Command]:
    """Updates and deletes come in batches, and explain takes one at a time."""
    bare = {key: value for key, value in command.items() if key not in _NOT_EXPLAINED}
    batch = {"update": "updates", "delete": "deletes"}.get(name)
    if batch is None:
        yield bare
    else:
        yield from ({name: bare[name], batch: [one]} for one in bare.get(batch, []))


def _filter_of(command: Command) -> Any:
    for one in (*command.get("updates", []), *command.get("deletes", [])):
        return one["q"]
    return command.get("filter", command.get("query"))


def _shape(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _shape(part) for name, part in value.items()}
    if isinstance(value, list):
        shapes: list[Any] = []
        for part in map(_shape, value):
            if part not in shapes:
                shapes.append(part)
        return shapes
    return None if value is None else "…"


def _asked_by_the_site() -> bool:
    frame = sys._getframe(1)
    while frame := frame.f_back:  # type: ignore[assignment]
        if frame.f_code.co_filename.startswith(SITE):
            return True
    return False
