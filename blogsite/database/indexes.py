"""The indexes that models declare, made when a process first opens the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pymongo import IndexModel
from pymongo.database import Database

_declared: dict[str, Sequence[IndexModel]] = {}


def declare(collection_name: str, indexes: Sequence[IndexModel]) -> None:
    """Note what a model wants; nothing is made yet."""
    _declared[collection_name] = indexes


def declared() -> Mapping[str, Sequence[IndexModel]]:
    """What models want, by collection."""
    return _declared


def create_all(database: Database[dict[str, Any]]) -> None:
    """Make every declared index that is not there yet."""
    for name, indexes in _declared.items():
        if indexes:
            database[name].create_indexes(list(indexes))
