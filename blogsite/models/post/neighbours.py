"""What stands beside a post in its blog: the one before, the one after, others about the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from blogsite.lib import clock
from blogsite.models.listing import NEWEST_FIRST, SOONEST_FIRST, behind, key_of
from blogsite.models.post.places import IN_STREAM
from blogsite.models.post.series import MOST_PARTS, InSeries
from blogsite.models.post.spelling import spellings
from blogsite.models.user import User

MOST_RELATED = 3
MOST_COMPARED = 24
"""Posts that share a tag, the newest: among these are the related ones."""
MOST_TAGS = 10
"""Of one post that others are looked for by; each may be written in several ways."""

_BY = "publication.at"
_AUTHOR, _PARTS, _OLDER, _NEWER, _ALIKE, _DUE = range(6)
_LINE = ("slug", "title", "publication", "part", "language", "direction")


@dataclass(frozen=True, kw_only=True)
class Neighbour:
    """Another post as this one leads to it."""

    id: Any
    slug: str
    title: str
    at: datetime
    language: str = ""
    direction: str = ""

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Neighbour:
        """The one of a stored post."""
        said = {name: stored.get(name, "") for name in ("language", "direction")}
        line = {"slug": stored["slug"], "title": stored["title"]}
        return cls(id=stored["_id"], at=stored["publication"]["at"], **line, **said)


class Neighboured(InSeries):
    """Only what streams show is anybody's neighbour, and only that has neighbours itself."""

    older: Neighbour | None = None
    newer: Neighbour | None = None
    related: Sequence[Neighbour] = ()

    def look_further(self) -> None:
        """Know the author, the series and the neighbours, in one question."""
        if not self.listed or self.is_page:
            self.look_around()
            return
        author = [{"$match": {"_id": self.author_id}}, {"$project": {"name": 1, "avatar": 1}}]
        others = [
            {"$unionWith": {"coll": self.collection_name, "pipeline": steps}}
            for steps in self._beside()
        ]
        rows: dict[int, list[dict[str, Any]]] = {}
        for one in User.collection().aggregate([*author, *others]):
            rows.setdefault(one.pop("as", _AUTHOR), []).append(one)
        self._note(rows)

    def _note(self, rows: Mapping[int, list[dict[str, Any]]]) -> None:
        self.name_authors([self], {one["_id"]: one for one in rows.get(_AUTHOR, ())})
        if self.part:
            self.series = self._series(self.part, rows.get(_PARTS, []))
        self.older, self.newer = _first(rows.get(_OLDER)), _first(rows.get(_NEWER))
        self.next_due_at = next((one["publication"]["at"] for one in rows.get(_DUE, ())), None)
        beside = {one.id for one in (self.older, self.newer) if one}
        alike = (Neighbour.of(one) for one in rows.get(_ALIKE, ()) if one["_id"] not in beside)
        self.related = list(alike)[:MOST_RELATED]

    def _beside(self) -> list[list[dict[str, Any]]]:
        """For each kind of neighbour, what finds it: an index finds no more than is shown."""
        now = clock.now()
        stream = {**IN_STREAM, "blog_id": self.blog_id}
        public = {**stream, _BY: {"$lte": now}}
        here = key_of({"publication": {"at": self._at}, "_id": self.id}, _BY)
        older = {"$and": [public, behind(here, _BY, NEWEST_FIRST)]}
        newer = {"$and": [public, behind(here, _BY, SOONEST_FIRST)]}
        asked = [
            _found(_OLDER, older, NEWEST_FIRST, limit=1),
            _found(_NEWER, newer, SOONEST_FIRST, limit=1),
            _found(_DUE, {**stream, _BY: {"$gt": now}}, SOONEST_FIRST, limit=1),
        ]
        if self.tags:
            asked.append(self._alike(public))
        if self.part:
            parts = self._parts(self.blog_id, self.part.series_id)
            asked.append([{"$match": parts}, {"$limit": MOST_PARTS}, _told(_PARTS)])
        return asked

    def _alike(self, public: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Those with most tags in common, of as many the newest; none of the same series."""
        words = sorted({one for tag in self.tags[:MOST_TAGS] for one in spellings(tag)})
        found = _found(
            _ALIKE, {**public, "tags": {"$in": words}}, NEWEST_FIRST, limit=MOST_COMPARED
        )
        others = {"_id": {"$ne": self.id}}
        if self.part:
            others["part.series_id"] = {"$ne": self.part.series_id}
        common = {"$size": {"$setIntersection": ["$tags", words]}}
        return [
            *found[:-1],
            {"$match": others},
            {"$set": {"common": common}},
            {"$sort": {"common": -1, _BY: -1, "_id": -1}},
            {"$limit": MOST_RELATED + 2},  # the older and the newer one may be among them
            found[-1],
        ]

    @property
    def _at(self) -> datetime:
        if self.publication is None:
            raise LookupError("a draft has no place among others")
        return self.publication.at


def _found(kind: int, query: Mapping[str, Any], order: int, *, limit: int) -> list[dict[str, Any]]:
    return [
        {"$match": query},
        {"$sort": {_BY: order, "_id": order}},
        {"$limit": limit},
        _told(kind),
    ]


def _told(kind: int) -> dict[str, Any]:
    return {"$project": {**dict.fromkeys(_LINE, 1), "as": {"$literal": kind}}}


def _first(rows: Sequence[Mapping[str, Any]] | None) -> Neighbour | None:
    return Neighbour.of(rows[0]) if rows else None
