"""What a database is like, told without changing anything: its server, its indexes."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pymongo import IndexModel
from pymongo.database import Database
from pymongo.errors import OperationFailure

from blogsite.database import indexes
from blogsite.database.connection import DURABLE, connection

OLDEST = (6, 0)
"""The oldest MongoDB that will do."""

PRESENT, MISSING, DIFFERENT, UNKNOWN = "present", "missing", "different", "unknown"

_PROBES = "checks"
_TOLD_APART_BY = ("key", "unique", "sparse", "expireAfterSeconds", "partialFilterExpression")

Stored = Database[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that was looked at: whether it is as it should be, and what was seen."""

    name: str
    fine: bool
    seen: str


@dataclass(frozen=True, kw_only=True)
class Index:
    """An index that models declare, or that is there, or both.

    `state` is `present`, `missing`, `different` (there, but not as declared) or `unknown` (there,
    and declared by nobody).
    """

    collection: str
    name: str
    keys: str
    state: str


def server() -> Iterator[Finding]:
    """What the server says, and whether a majority keeps what is written.

    Raises:
        PyMongoError: it does not answer.
    """
    database = connection().as_found
    begun = time.monotonic()
    hello = database.client.admin.command("hello")
    took = (time.monotonic() - begun) * 1000
    yield Finding(name="connection", fine=True, seen=f"answers within {took:.1f} ms")
    yield _version(database)
    yield _replica_set(hello)
    yield _durable(database)


def all_indexes() -> Iterator[Index]:
    """Declared ones beside those that are there, collection by collection.

    Raises:
        PyMongoError: the database does not answer.
    """
    database = connection().as_found
    there = set(database.list_collection_names())
    for collection, declared in sorted(indexes.declared().items()):
        found = _information(database, collection) if collection in there else {}
        wanted = {str(one.document["name"]): one for one in declared}
        for name in sorted({*wanted, *found} - {"_id_"}):
            yield _compared(collection, name, wanted.get(name), found.get(name))


def create_missing() -> None:
    """Make what is declared and not there.

    Raises:
        OperationFailure: one cannot be made, such as a unique one where there are duplicates.
    """
    indexes.create_all(connection().as_found)


def _version(database: Stored) -> Finding:
    version = str(database.client.server_info()["version"])
    numbers = tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
    return Finding(name="version", fine=numbers >= OLDEST, seen=f"MongoDB {version}")


def _replica_set(hello: Mapping[str, Any]) -> Finding:
    name = hello.get("setName")
    if name is None:
        sharded = hello.get("msg") == "isdbgrid"
        seen = "a sharded cluster" if sharded else "a standalone: transactions are not possible"
        return Finding(name="replica set", fine=sharded, seen=seen)
    primary = hello.get("primary")
    seen = f"{name}, members: {len(hello.get('hosts', []))}, primary: {primary or 'none'}"
    return Finding(name="replica set", fine=primary is not None, seen=seen)


def _durable(database: Stored) -> Finding:
    """Write something as content is written, and take it away again."""
    probes = database.get_collection(_PROBES, write_concern=DURABLE)
    begun = time.monotonic()
    try:
        probe = probes.insert_one({"at": datetime.now(UTC)})
        probes.delete_one({"_id": probe.inserted_id})
    except OperationFailure as error:  # also what a majority that is away comes to
        return Finding(name="write concern", fine=False, seen=f"not acknowledged: {error}")
    took = (time.monotonic() - begun) * 1000
    seen = f"a majority has two writes in its journals after {took:.1f} ms"
    return Finding(name="write concern", fine=True, seen=seen)


def _information(database: Stored, collection: str) -> Mapping[str, Any]:
    return database[collection].index_information()


def _compared(
    collection: str, name: str, wanted: IndexModel | None, found: Mapping[str, Any] | None
) -> Index:
    if found is None or wanted is None:
        state = MISSING if found is None else UNKNOWN
    else:
        same = _nature(wanted.document) == _nature(found)
        state = PRESENT if same else DIFFERENT
    document: Mapping[str, Any] = found or (wanted.document if wanted else {})
    return Index(collection=collection, name=name, keys=_keys(document), state=state)


def _nature(document: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: document[name] for name in _TOLD_APART_BY if document.get(name) is not None}
    return found | {"key": list(dict(document["key"]).items())}


def _keys(document: Mapping[str, Any]) -> str:
    keys = ", ".join(
        f"{field}{' ↓' if direction == -1 else ''}"
        for field, direction in dict(document["key"]).items()
    )
    return f"{keys} (unique)" if document.get("unique") else keys
