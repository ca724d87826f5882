"""How a search goes through the database: along an index in its order, and never too far.

What has all words in title and tags comes first, then the rest, both newest first. Of several
words the rarest leads, and the others are looked for in what it leads to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from blogsite.lib import clock
from blogsite.models import listing
from blogsite.models.errors import NotFound
from blogsite.models.listing import NEWEST_FIRST
from blogsite.models.search.asked import Asked, Wanted
from blogsite.models.search_entry import SearchEntry

MOST_EXAMINED = 1000
"""Entries that are looked into for one page, in title and tags, and once more in texts."""
_MOST_LEADERS = 4

IN_HEAD, IN_TEXT = "title", "text"

_ENTRIES = SearchEntry.collection_name
_SHOWN = {"blog_id": 1, "author_id": 1, "language": 1, "shown": 1}

Step = dict[str, Any]
Row = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Found:
    """Entries in their order, and the key from which the next page goes on.

    `unfinished` says that there may be more behind that key, where nobody has looked yet.
    """

    rows: Sequence[Row] = ()
    onward: str | None = None
    unfinished: bool = False


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a page begins: among what has all words in its head or not, and behind which entry."""

    where: str = IN_HEAD
    behind: str = ""

    @classmethod
    def of(cls, key: str | None) -> Self:
        """The one that an address names.

        Raises:
            NotFound: there is no such place.
        """
        if key is None:
            return cls()
        where, _, behind = key.partition(".")
        if where not in (IN_HEAD, IN_TEXT):
            raise NotFound
        listing.behind(behind, "at", NEWEST_FIRST)
        return cls(where=where, behind=behind)


@dataclass(frozen=True, kw_only=True)
class _Lead:
    """Terms that lead to entries, on one of the two ways.

    Arguments:
        where: the way.
        any_of: the terms.
        count: of the entries, `MOST_EXAMINED` at the most; None where nobody counted.
        last: the last entry that is looked into, if there may be more behind it.
    """

    where: str
    any_of: tuple[str, ...]
    count: int | None = None
    last: Row | None = None


@dataclass(frozen=True, kw_only=True)
class Walk:
    """One way through the entries.

    Arguments:
        asked: what for.
        blog_id: in which blog; None: all of them.
        after: where the page begins.
        limit: rows of a page.
    """

    asked: Asked
    blog_id: Any = None
    after: Place
    limit: int

    def found(self) -> Found:
        """The page."""
        leads = self._leads()
        if not leads:
            return Found()
        first, *others = [self._steps(one) for one in leads]
        # The texts are not even asked for once there are enough.
        union = [{"$unionWith": {"coll": _ENTRIES, "pipeline": one}} for one in others]
        steps = [*first, *union, {"$limit": self.limit + 1}]
        rows = list(SearchEntry.collection().aggregate(steps))
        if len(rows) > self.limit:
            rows = rows[: self.limit]
            return Found(rows=rows, onward=self._key_of(rows[-1]))
        last = leads[-1].last
        onward = self._key_of(last) if last else None
        return Found(rows=rows, onward=onward, unfinished=last is not None)

    @property
    def _at(self) -> str:
        return "site_at" if self.blog_id is None else "at"

    def _key_of(self, row: Row) -> str:
        return f"{row['where']}.{listing.key_of(row, self._at)}"

    @property
    def _may_be_in_head(self) -> bool:
        """Whether there are words, and each is in title or tags of some post."""
        wanted = self.asked.wanted
        return any(one.word for one in wanted) and all(one.in_head for one in wanted)

    def _leads(self) -> list[_Lead]:
        """On each way the rarest of what is wanted; a way that leads nowhere is left out."""
        in_head = self._may_be_in_head and self.after.where == IN_HEAD
        ways = (IN_HEAD, IN_TEXT) if in_head else (IN_TEXT,)
        wanted = sorted(self.asked.wanted, key=_shortest, reverse=True)[:_MOST_LEADERS]
        each = [[_lead(one, where) for one in wanted] for where in ways]
        if len(self.asked.wanted) == 1 and not any(list(self._sieve(one)) for one in ways):
            return [few[0] for few in each]
        leads = []
        counted = iter(self._counted([one for few in each for one in few]))
        for few in each:
            rarest = min((next(counted) for _ in few), key=lambda one: one.count or 0)
            if rarest.count:
                leads.append(rarest)
            if rarest.last:
                break  # the page ends on this way, be it full or not
        return leads

    def _counted(self, leads: Sequence[_Lead]) -> list[_Lead]:
        """The same, with their counts and the last that may be looked into, from the index."""
        last = {"last": {"$last": {"_id": "$_id", self._at: f"${self._at}"}}}
        steps: list[list[Step]] = [
            [
                {"$match": self._scope(lead)},
                {"$sort": {self._at: -1, "_id": -1}},
                {"$limit": MOST_EXAMINED},
                {"$project": {self._at: 1}},
                {"$group": {"_id": {"$literal": number}, "count": {"$sum": 1}, **last}},
            ]
            for number, lead in enumerate(leads)
        ]
        union = [{"$unionWith": {"coll": _ENTRIES, "pipeline": one}} for one in steps[1:]]
        found = SearchEntry.collection().aggregate([*steps[0], *union])
        counts = {one["_id"]: one for one in found}
        return [_known(lead, counts.get(number)) for number, lead in enumerate(leads)]

    def _scope(self, lead: _Lead) -> dict[str, Any]:
        """What an index leads to: what is listed already and has one of some terms."""
        blog = {} if self.blog_id is None else {"blog_id": self.blog_id}
        terms = {"terms": {"$in": list(lead.any_of)}}
        scope = {**blog, **terms, self._at: {"$lte": clock.now()}}
        if self.after.behind and lead.where == self.after.where:
            behind = listing.behind(self.after.behind, self._at, NEWEST_FIRST)
            return {"$and": [scope, behind]}
        return scope

    def _steps(self, lead: _Lead) -> list[Step]:
        """What finds the rows of one way."""
        matches = [self._scope(lead)]
        if lead.last:
            at = lead.last[self._at]
            beyond = [{self._at: at, "_id": {"$lt": lead.last["_id"]}}]
            matches.append({self._at: {"$gte": at}, "$nor": beyond})
        if sieve := list(self._sieve(lead.where)):
            # An alternative that no index knows: with it, none of these can lead instead.
            matches.append({"$or": [{"$and": sieve}, {"never": True}]})
        return [
            {"$match": {"$and": matches}},
            {"$sort": {self._at: -1, "_id": -1}},
            {"$limit": self.limit + 1},
            {"$project": {**_SHOWN, self._at: 1, "where": {"$literal": lead.where}}},
        ]

    def _sieve(self, where: str) -> Iterator[dict[str, Any]]:
        """What the index does not know of an entry."""
        asked = self.asked
        if where == IN_HEAD:
            yield from self._in_head()
        else:
            if len(asked.wanted) > 1:
                yield from ({"terms": {"$in": list(one.any_of)}} for one in asked.wanted)
            yield from map(_says, asked.phrases)
            if self._may_be_in_head:
                head = list(self._in_head()) or [{"terms": {"$in": list(asked.wanted[0].in_head)}}]
                yield {"$nor": [{"$and": head}]}
        if asked.unwanted:
            yield {"terms": {"$nin": list(asked.unwanted)}}
        if asked.unsaid:
            yield {"$nor": [_says(one) for one in asked.unsaid]}

    def _in_head(self) -> Iterator[dict[str, Any]]:
        if len(self.asked.wanted) > 1:
            yield from ({"terms": {"$in": list(one.in_head)}} for one in self.asked.wanted)
        for phrase in self.asked.phrases:
            yield {"head": {"$regex": re.escape(phrase)}}


def _lead(wanted: Wanted, where: str) -> _Lead:
    return _Lead(where=where, any_of=wanted.in_head if where == IN_HEAD else wanted.any_of)


def _known(lead: _Lead, found: Row | None) -> _Lead:
    count = found["count"] if found else 0
    ends = found is not None and count == MOST_EXAMINED
    last = {**found["last"], "where": lead.where} if found and ends else None
    return replace(lead, count=count, last=last)


def _says(phrase: str) -> dict[str, Any]:
    literal = {"$regex": re.escape(phrase)}
    return {"$or": [{"running": literal}, {"head": literal}]}


def _shortest(wanted: Wanted) -> int:
    return min(map(len, wanted.any_of))
