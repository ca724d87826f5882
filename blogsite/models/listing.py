"""Lists a page at a time: by the key of a row and never by counting, so that they can grow."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bson import ObjectId

from blogsite.database import Documents
from blogsite.models.errors import NotFound

PAGE_LENGTH = 20

_KEY = re.compile(r"([0-9]{1,14})-([0-9a-f]{24})")


@dataclass(frozen=True, kw_only=True)
class Window:
    """Which page of a list is wanted: what is older or newer than a row; neither, the newest."""

    before: str | None = None
    after: str | None = None


NEWEST = Window()


@dataclass(frozen=True, kw_only=True)
class Rows:
    """One page of stored documents, newest first, and the keys of the pages beside it."""

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
) -> Rows:
    """One page of a list.

    Arguments:
        documents: the collection.
        query: what is in the list.
        by: the path of the moment that orders it; equal moments are ordered by id.
        window: which page.
        limit: how many rows at the most.
        fields: the projection.

    Raises:
        NotFound: the window is bounded by no key.
    """
    if window.after is not None:
        newer = {"$and": [query, _beyond(window.after, by, "$gt")]}
        found = list(documents.find(newer, fields).sort([(by, 1), ("_id", 1)]).limit(limit + 1))
        if len(found) > limit:
            rows = found[limit - 1 :: -1]
            return Rows(found=rows, older=_key(rows[-1], by), newer=_key(rows[0], by))
        # What is left above does not fill a page: the newest page does.
        window = NEWEST
    older = query if window.before is None else {"$and": [query, _beyond(window.before, by, "$lt")]}
    found = list(documents.find(older, fields).sort([(by, -1), ("_id", -1)]).limit(limit + 1))
    rows = found[:limit]
    return Rows(
        found=rows,
        older=_key(rows[-1], by) if len(found) > limit else None,
        newer=(_key(rows[0], by) if rows else window.before) if window.before else None,
    )


def _key(row: Mapping[str, Any], by: str) -> str:
    at: Any = row
    for step in by.split("."):
        at = at[step]
    return f"{int(at.timestamp() * 1000)}-{row['_id']}"


def _beyond(key: str, by: str, comparison: str) -> dict[str, Any]:
    match = _KEY.fullmatch(key)
    if match is None:
        raise NotFound
    at = datetime.fromtimestamp(int(match[1]) / 1000, UTC)
    ties = {"$or": [{by: {comparison: at}}, {by: at, "_id": {comparison: ObjectId(match[2])}}]}
    # An $or gives an index no bound: said once more plainly, the rows before are not read at all.
    return {by: {f"{comparison}e": at}, **ties}
