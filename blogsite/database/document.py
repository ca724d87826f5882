"""What every stored noun can do: be loaded, be inserted, write what changed, be compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any, ClassVar, Self

from bson import ObjectId
from pymongo import IndexModel
from pymongo.errors import BulkWriteError, DuplicateKeyError

from blogsite.database import indexes as declared_indexes
from blogsite.database import readership
from blogsite.database.connection import Documents, collection

undo_log: ContextVar[list[Callable[[], None]] | None] = ContextVar("undo_log", default=None)

_DUPLICATE = 11000

EMBEDDED = "embedded"
"""Metadata key of a field that holds an `Embedded` noun or None: which noun."""

NOT_STORED: Mapping[str, Any] = {"stored": False}
"""Metadata of a field that lives in memory only, such as a loaded parent."""


class Stale(Exception):
    """The stored document is no longer as this one was loaded: somebody else changed it."""


@dataclass(kw_only=True)
class Embedded:
    """A noun that lives inside a document, such as the publication of a post."""

    @classmethod
    def load(cls, stored: Mapping[str, Any]) -> Self:
        """The noun of what is stored; fields this version does not know are left alone."""
        known = _names(cls)
        return cls(**{name: value for name, value in stored.items() if name in known})


@dataclass(kw_only=True, eq=False)
class Document:
    """A noun with a collection of its own."""

    collection_name: ClassVar[str]
    indexes: ClassVar[Sequence[IndexModel]] = ()

    id: Any = field(default_factory=ObjectId)

    def __init_subclass__(cls) -> None:
        declared_indexes.declare(cls.collection_name, cls.indexes)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.id == getattr(other, "id", None)

    def __hash__(self) -> int:
        return hash((type(self), self.id))

    @classmethod
    def collection(cls, *, quick: bool = False) -> Documents:
        """Where these documents are; `quick` as in `database.collection`."""
        return collection(cls.collection_name, quick=quick)

    @classmethod
    def load(cls, stored: Mapping[str, Any]) -> Self:
        """The noun of a stored document; fields this version does not know are left alone."""
        values = {"id": stored["_id"]}
        for name, noun in _stored_fields(cls).items():
            if name in stored and name != "id":
                value = stored[name]
                values[name] = noun.load(value) if noun and value is not None else value
        return cls(**values)

    @classmethod
    def load_all(cls, stored: Iterable[Mapping[str, Any]]) -> list[Self]:
        """The nouns of stored documents, such as a cursor."""
        return [cls.load(one) for one in stored]

    @classmethod
    def find(cls, query: Mapping[str, Any]) -> Self | None:
        """The one document that a query finds, or None."""
        stored = cls.collection().find_one(query)
        return cls.load(stored) if stored else None

    @classmethod
    def stream(
        cls,
        query: Mapping[str, Any],
        *,
        after: Any = None,
        fields: Sequence[str] | None = None,
        page: int = 500,
    ) -> Iterator[Mapping[str, Any]]:
        """Stored documents by their ids, paged by key: who reads slowly holds no cursor open.

        Arguments:
            query: which ones; says nothing about `_id`.
            after: the id to go on from.
            fields: only these; all of them when left out.
            page: how many are asked for at once.
        """
        while True:
            wanted = {**query, **({} if after is None else {"_id": {"$gt": after}})}
            found = list(cls.collection().find(wanted, fields).sort("_id", 1).limit(page))
            yield from found
            if len(found) < page:
                return
            after = found[-1]["_id"]

    def insert(self) -> Self:
        """Store it for the first time.

        Raises:
            DuplicateKeyError: a unique index refuses it.
        """
        self.collection().insert_one(_as_stored(self))
        return self

    @classmethod
    def insert_all(cls, documents: Sequence[Self]) -> None:
        """Store many for the first time.

        Raises:
            DuplicateKeyError: a unique index refuses one of them.
        """
        try:
            if documents:
                cls.collection().insert_many([_as_stored(one) for one in documents])
        except BulkWriteError as error:
            first = error.details["writeErrors"][0]
            if first["code"] != _DUPLICATE:
                raise
            # What `atomic` knows as a race that was lost.
            raise DuplicateKeyError(first["errmsg"], _DUPLICATE, first) from error

    def update(self, changes: Mapping[str, Any], *, expecting: Mapping[str, Any]) -> None:
        """Write what changed, if the stored document still is as expected.

        Arguments:
            changes: field names to their new values; those not stored change in memory.
            expecting: what else the stored document must match; {} when nothing.

        Raises:
            Stale: it is gone or matches no longer; nothing was written.
        """
        stored = _stored_fields(type(self))
        result = self.collection().update_one(
            {"_id": self.id, **self._belonging(), **expecting},
            {"$set": {name: _plain(changes[name]) for name in changes if name in stored}},
        )
        if not result.matched_count:
            raise Stale
        self._remember(changes)
        for name, value in changes.items():
            setattr(self, name, value)

    def refresh(self) -> bool:
        """Read the stored fields anew; False when the document is gone."""
        stored = self.collection().find_one({"_id": self.id})
        if stored is None:
            return False
        fresh = type(self).load(stored)
        for name in _stored_fields(type(self)):
            setattr(self, name, getattr(fresh, name))
        return True

    def delete(self) -> bool:
        """Remove it; False when it was gone already."""
        own = {"_id": self.id, **self._belonging()}
        return bool(self.collection().delete_one(own).deleted_count)

    def _belonging(self) -> dict[str, Any]:
        """What it belongs to, for those who see the command: whose readers see the document."""
        seen = readership.declared().get(self.collection_name, readership.NOBODY)
        return {name: getattr(self, name) for name in seen.by.values() if name != "_id"}

    def _remember(self, names: Iterable[str]) -> None:
        before = {name: getattr(self, name) for name in names}  # a name that it does not have fails
        undo = undo_log.get()
        if undo is not None:
            undo.append(lambda: self.__dict__.update(before))


def _names(cls: Any) -> frozenset[str]:
    return _names_of(cls)


def _stored_fields(cls: Any) -> dict[str, type[Embedded] | None]:
    return _stored_fields_of(cls)


# What a page of a list would find out again for each of its documents.
@cache
def _names_of(cls: type) -> frozenset[str]:
    return frozenset(one.name for one in fields(cls))


@cache
def _stored_fields_of(cls: type) -> dict[str, type[Embedded] | None]:
    return {
        one.name: one.metadata.get(EMBEDDED)
        for one in fields(cls)
        if one.metadata.get("stored", True)
    }


def _as_stored(document: Document) -> dict[str, Any]:
    names = _stored_fields(type(document))
    stored = {name: _plain(getattr(document, name)) for name in names}
    return {"_id": stored.pop("id"), **stored}


def _plain(value: Any) -> Any:
    return dict(value.__dict__) if isinstance(value, Embedded) else value
