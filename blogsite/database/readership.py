"""What readers see of a stored document: which generations are over when it changes.

Each collection says so where it is declared. One that says nothing counts as seen everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

EVERYTHING = "*"
"""In place of names: more was changed than can be told."""
MOST_NAMES = 200
"""So many generations end one by one; where it were more, all do."""

_OPERATORS = {"update": "updates", "delete": "deletes"}
_SAFE = ("$set", "$unset", "$setOnInsert")


@dataclass(frozen=True, kw_only=True)
class Readership:
    """Whose readers see the documents of a collection.

    Arguments:
        by: kinds of generations, and the field that says which of its kind: `{"blog": "blog_id"}`.
        also: generations that always end with them.
        unseen: fields that no reader sees anything of.
    """

    by: Mapping[str, str] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    unseen: frozenset[str] = frozenset()

    @property
    def nobody(self) -> bool:
        return not self.by and not self.also

    def of(self, *told: Mapping[str, Any]) -> set[str]:
        """The generations of documents, by what is told of these.

        Arguments:
            told: a whole document, or what finds some and what is written into them.
        """
        names = set(self.also)
        for kind, name in self.by.items():
            values = {one for part in told for one in _values(part.get(name))}
            if not values:
                return {EVERYTHING}
            names |= {f"{kind}:{value}" for value in values}
        return names


NOBODY = Readership()

_declared: dict[str, Readership] = {}


def declare(collection_name: str, readership: Readership) -> None:
    """Say who sees what is in a collection."""
    _declared[collection_name] = readership


def declared() -> Mapping[str, Readership]:
    """What was said so far, by collection."""
    return _declared


def ended_by(command_name: str, command: Mapping[str, Any]) -> set[str]:
    """The generations that a command ends, as it is sent to the database; none by a question."""
    collection = command.get(command_name)
    if command_name == "bulkWrite":
        return {EVERYTHING}
    if command_name not in ("insert", "update", "delete", "findAndModify"):
        return {EVERYTHING} if _writes_elsewhere(command) else set()
    readership = _declared.get(str(collection))
    if readership is None:
        return {EVERYTHING}
    if readership.nobody:
        return set()
    parts = _changes(command_name, command)
    names = {name for one in parts for name in _ended(readership, *one)}
    return {EVERYTHING} if EVERYTHING in names or len(names) > MOST_NAMES else names


def _ended(
    readership: Readership, found_by: Mapping[str, Any], change: Any
) -> set[str] | tuple[str, ...]:
    if not isinstance(change, Mapping):  # a pipeline, or none
        return readership.of(found_by)
    written = [value for name, value in change.items() if name.startswith("$")]
    fields = {name for part in written for name in part}
    if fields and all(one in readership.unseen for one in fields):
        return ()
    return readership.of(found_by, *(change.get(one, {}) for one in _SAFE), _plain(change))


def _changes(name: str, command: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Any]]:
    if name == "insert":
        for document in command.get("documents", ()):
            yield document, None
    elif name == "findAndModify":
        yield command.get("query", {}), command.get("update")
    else:
        for one in command.get(_OPERATORS[name], ()):
            yield one["q"], one.get("u")


def _plain(change: Mapping[str, Any]) -> Mapping[str, Any]:
    """A document that takes the place of another."""
    return {name: value for name, value in change.items() if not name.startswith("$")}


def _values(value: Any) -> Iterable[Any]:
    if isinstance(value, Mapping):
        chosen = value.get("$in", ())
        return chosen if set(value) == {"$in"} else ()
    return () if value is None else (value,)


def _writes_elsewhere(command: Mapping[str, Any]) -> bool:
    return any("$out" in one or "$merge" in one for one in command.get("pipeline", ()))
