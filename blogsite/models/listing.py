"""Lists a page at a time: by the key of a row and never by counting, so that they can grow."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
    unfinished: bool = False
    """Whether a sieve has more to look through, from `older` or `newer` on."""


MOST_SIFTED = 5000
"""Documents that a sieve looks through for one page."""


@dataclass(frozen=True, kw_only=True)
class Walk:
    """How the database is to find the rows, where it is not left to it.

    Arguments:
        index: the name of the one to walk along; of many filters, the database may choose one
            whose finds have to be sorted afterwards.
        sieve: what no index knows of the rows. So many documents are looked through; if the page
            is not full by then, the next one goes on from there.
        beside: stages that fetch for each row what the sieve asks of other collections.
        most: how many are looked through; left out, `MOST_SIFTED`.
    """

    index: str | None = None
    sieve: Mapping[str, Any] | None = None
    beside: Sequence[Mapping[str, Any]] = ()
    most: int | None = None


FREE = Walk()


def page(
    documents: Documents,
    query: Mapping[str, Any],
    *,
    by: str,
    window: Window,
    limit: int,
    fields: Mapping[str, int],
    order: int = NEWEST_FIRST,
    walk: Walk = FREE,
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
        walk: how the rows are found.

    Raises:
        NotFound: the window is bounded by no key.
    """
    read = partial(_read, documents, query, by=by, fields=fields, limit=limit + 1, walk=walk)
    onward, back = _ways(window, order)
    found = [] if back is None else read(beyond=back, order=-order)
    if len(found) > limit:
        rows = found[limit - 1 :: -1]
        return _beside(rows, order, onward=key_of(rows[-1], by), back=key_of(rows[0], by))
    onward = onward if back is None else None  # no full page is left before it: the first one
    found = read(beyond=onward, order=order)
    back = key_of(found[0], by) if onward and found else onward
    more = key_of(found[limit - 1], by) if found[limit:] else None
    if more or walk.sieve is None:
        return _beside(found[:limit], order, onward=more, back=back)
    last = _last_sifted(documents, query, beyond=onward, by=by, order=order, walk=walk)
    return replace(_beside(found, order, onward=last, back=back), unfinished=last is not None)


def _ways(window: Window, order: int) -> tuple[str | None, str | None]:
    """The keys that bound the way onward and the way back."""
    if order == SOONEST_FIRST:
        return window.after, window.before
    return window.before, window.after


def _read(
    documents: Documents,
    query: Mapping[str, Any],
    *,
    beyond: str | None,
    by: str,
    order: int,
    fields: Mapping[str, int],
    limit: int,
    walk: Walk,
) -> list[Mapping[str, Any]]:
    wanted = _from(query, beyond, by, order)
    ordered = {by: order, "_id": order}
    if walk == FREE:
        return list(documents.find(wanted, dict(fields)).sort(list(ordered.items())).limit(limit))
    steps: list[dict[str, Any]] = [{"$match": wanted}, {"$sort": ordered}]
    if walk.sieve is not None:
        steps += [
            {"$limit": walk.most or MOST_SIFTED},
            *map(dict, walk.beside),
            {"$match": walk.sieve},
        ]
    steps += [{"$limit": limit}, {"$project": dict(fields)}]
    return list(documents.aggregate(steps, hint=walk.index))


def _last_sifted(
    documents: Documents,
    query: Mapping[str, Any],
    *,
    beyond: str | None,
    by: str,
    order: int,
    walk: Walk,
) -> str | None:
    """The key of the last document that was looked through; None if there is none behind it."""
    steps: list[dict[str, Any]] = [
        {"$match": _from(query, beyond, by, order)},
        {"$sort": {by: order, "_id": order}},
        {"$skip": (walk.most or MOST_SIFTED) - 1},
        {"$limit": 2},
        {"$project": {by: 1}},
    ]
    last = list(documents.aggregate(steps, hint=walk.index))
    return key_of(last[0], by) if last[1:] else None


def _from(query: Mapping[str, Any], beyond: str | None, by: str, order: int) -> Mapping[str, Any]:
    return query if beyond is None else {"$and": [query, behind(beyond, by, order)]}


def _beside(
    rows: Sequence[Mapping[str, Any]],
    order: int,
    *,
    onward: str | None,
    back: str | None,
) -> Rows:
    if order == SOONEST_FIRST:
        return Rows(found=rows, older=back, newer=onward)
    return Rows(found=rows, older=onward, newer=back)


def key_of(row: Mapping[str, Any], by: str) -> str:
    """Where a row stands in a list, as addresses name it."""
    at: Any = row
    for step in by.split("."):
        at = at[step]
    return f"{(at - _EPOCH) // _MILLISECOND}-{row['_id']}"


def behind(key: str, by: str, order: int) -> dict[str, Any]:
    """What finds the rows behind the one of that key.

    Raises:
        NotFound: it is no key.
    """
    beyond, before = ("$lte", "$gte") if order == NEWEST_FIRST else ("$gte", "$lte")
    match = _KEY.fullmatch(key)
    if match is None:
        raise NotFound
    try:
        at = _EPOCH + int(match[1]) * _MILLISECOND
    except OverflowError as error:
        raise NotFound from error
    # Said as an $or, the database may read both halves by themselves and sort them afterwards.
    return {by: {beyond: at}, "$nor": [{by: at, "_id": {before: ObjectId(match[2])}}]}
