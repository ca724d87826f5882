"""Lists a page at a time: by the key of a row and never by counting, so that they can grow."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from bson import ObjectId

from blogsite.database import Documents
from blogsite.models.errors import NotFound

PAGE_LENGTH = 20

# A moment before 1970 has a negative number.
_KEY = re.compile(r"(-?[0-9]{1,14})-([0-9a-f]{24})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, kw_only=True)
class Window:
    """Which page of a list is wanted: what is older or newer than a row; neither, the first."""

    before: str | None = None
    after: str | None = None


NEWEST = Window()

NEWEST_FIRST, SOONEST_FIRST = -1, 1


@dataclass(frozen=True, kw_only=True)
class Rows:
    """One page of stored documents in their order, and the keys of the pages beside it."""

    found: Sequence[Mapping[str, Any]]
    older: str | None = None
    newer: str | None = None


def page(
    documents: Documents,
    query: Mapping[str, Any],
    *,
    by: str,
    window: Window,
    limit: int,
    fields: Mapping[str, int],
    order: int = NEWEST_FIRST,
) -> Rows:
    """One page of a list.

    Arguments:
        documents: the collection.
        query: what is in the list.
        by: the path of the moment that orders it; equal moments are ordered by id.
        window: which page.
        limit: how many rows at the most.
        fields: the projection.
        order: `NEWEST_FIRST` or `SOONEST_FIRST`.

    Raises:
        NotFound: the window is bounded by no key.
    """
    read = partial(_read, documents, query, by=by, fields=fields, limit=limit + 1)
    onward, back = window.before, window.after
    if order == SOONEST_FIRST:
        onward, back = back, onward
    if back is not None:
        found = read(beyond=back, order=-order)
        if len(found) > limit:
            rows = found[limit - 1 :: -1]
            return _beside(rows, order, onward=_key(rows[-1], by), back=_key(rows[0], by))
        # What is left before it does not fill a page: the first page does.
        onward = None
    found = read(beyond=onward, order=order)
    rows = found[:limit]
    back = _key(rows[0], by) if onward and rows else onward
    return _beside(rows, order, onward=_key(rows[-1], by) if found[limit:] else None, back=back)


def _read(
    documents: Documents,
    query: Mapping[str, Any],
    *,
    beyond: str | None,
    by: str,
    order: int,
    fields: Mapping[str, int],
    limit: int,
) -> list[Mapping[str, Any]]:
    wanted = query if beyond is None else {"$and": [query, _beyond(beyond, by, order)]}
    return list(documents.find(wanted, fields).sort([(by, order), ("_id", order)]).limit(limit))


def _beside(
    rows: Sequence[Mapping[str, Any]], order: int, *, onward: str | None, back: str | None
) -> Rows:
    if order == SOONEST_FIRST:
        return Rows(found=rows, older=back, newer=onward)
    return Rows(found=rows, older=onward, newer=back)


def _key(row: Mapping[str, Any], by: str) -> str:
    at: Any = row
    for step in by.split("."):
        at = at[step]
    return f"{(at - _EPOCH) // _MILLISECOND}-{row['_id']}"


def _beyond(key: str, by: str, order: int) -> dict[str, Any]:
    comparison = "$lt" if order == NEWEST_FIRST else "$gt"
    match = _KEY.fullmatch(key)
    if match is None:
        raise NotFound
    try:
        at = _EPOCH + int(match[1]) * _MILLISECOND
    except OverflowError as error:
        raise NotFound from error
    ties = {"$or": [{by: {comparison: at}}, {by: at, "_id": {comparison: ObjectId(match[2])}}]}
    # An $or gives an index no bound: said once more plainly, the rows before are not read at all.
    return {by: {f"{comparison}e": at}, **ties}
