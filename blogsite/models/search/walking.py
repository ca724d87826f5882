"""How a search goes through the database: along an index in its order, and never too far.

What has all words in title and tags comes first, then the rest, both newest first. Of several
words the rarest leads, and the others are looked for in what it leads to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from blogsite.lib import clock
from blogsite.models import listing
from blogsite.models.errors import NotFound
from blogsite.models.listing import NEWEST_FIRST
from blogsite.models.search.asked import Asked, Wanted
from blogsite.models.search_entry import SearchEntry

MOST_EXAMINED = 2000
"""Entries that are looked into for one page, in title and tags, and once more in texts."""
MOST_COUNTED = 1000
"""Entries of a word; one that has more is as good as any other that has."""
_MOST_LEADERS = 6

IN_HEAD, IN_TEXT = "title", "text"

_SHOWN = {"blog_id": 1, "author_id": 1, "language": 1, "shown": 1}
Step = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Found:
    """Entries in their order, and the key from which the next page goes on.

    `unfinished` says that there may be more behind that key, where nobody has looked yet.
    """

    rows: Sequence[Mapping[str, Any]] = ()
    onward: str | None = None
    unfinished: bool = False


@dataclass(frozen=True, kw_only=True)
class Walk:
    """One way through the entries.

    Arguments:
        asked: what for.
        blog_id: in which blog; None: all of them.
        key: the last entry of the page before, `<where>.<key>`.
        limit: rows of a page.
    """

    asked: Asked
    blog_id: Any = None
    key: str | None = None
    limit: int

    def found(self) -> Found:
        """The page.

        Raises:
            NotFound: there is no such key.
        """
        where, _, behind = (self.key or f"{IN_HEAD}.").partition(".")
        if where not in (IN_HEAD, IN_TEXT) or (self.key is not None and not behind):
            raise NotFound
        led = self._led_by_the_rarest()
        if led is None:
            return Found()
        heads = [] if where == IN_TEXT or not led.by_words else led.steps(IN_HEAD, behind)
        texts = led.steps(IN_TEXT, behind if where == IN_TEXT else "")
        first, *others = [one for one in (*heads, *texts) if one]
        union = [{"$unionWith": {"coll": _ENTRIES, "pipeline": one}} for one in others]
        # Those behind are not asked for once there are enough.
        steps = [*first, *union, {"$limit": self.limit + 3}]
        return self._page(SearchEntry.collection().aggregate(steps))

    @property
    def by_words(self) -> bool:
        """Whether anything is to stand in the text, or in title and tags."""
        return any(one.word for one in self.asked.wanted)

    @property
    def _at(self) -> str:
        return "site_at" if self.blog_id is None else "at"

    def _page(self, found: Any) -> Found:
        rows: list[Mapping[str, Any]] = []
        ends: dict[str, Mapping[str, Any]] = {}
        for one in found:
            if "ends" not in one:
                rows.append(one)
            elif one["ends"] in ends:
                # There is an entry behind the last one that was looked into.
                return Found(rows=rows, onward=self._key_of(ends[one["ends"]]), unfinished=True)
            else:
                ends[one["ends"]] = {**one, "where": one["ends"]}
            if len(rows) > self.limit:
                rows = rows[: self.limit]
                return Found(rows=rows, onward=self._key_of(rows[-1]))
        return Found(rows=rows)

    def _key_of(self, row: Mapping[str, Any]) -> str:
        return f"{row['where']}.{listing.key_of(row, self._at)}"

    def _led_by_the_rarest(self) -> Walk | None:
        """The same, with the rarest word in front; None: one of them is nowhere."""
        wanted = sorted(self.asked.wanted, key=_shortest, reverse=True)
        leaders, rest = wanted[:_MOST_LEADERS], wanted[_MOST_LEADERS:]
        if len(wanted) > 1:
            counts = self._counts(leaders)
            if not all(counts):
                return None
            leaders = [one for _, one in sorted(zip(counts, leaders, strict=True), key=_first)]
        return replace(self, asked=replace(self.asked, wanted=(*leaders, *rest)))

    def _counts(self, leaders: Sequence[Wanted]) -> list[int]:
        steps: list[list[Step]] = [
            [
                {"$match": self._scope(one.any_of)},
                {"$limit": MOST_COUNTED},
                {"$count": "count"},
                {"$set": {"number": number}},
            ]
            for number, one in enumerate(leaders)
        ]
        union = [{"$unionWith": {"coll": _ENTRIES, "pipeline": one}} for one in steps[1:]]
        counted = {
            one["number"]: one["count"]
            for one in SearchEntry.collection().aggregate([*steps[0], *union])
        }
        return [counted.get(number, 0) for number in range(len(leaders))]

    def _scope(self, any_of: Sequence[str]) -> dict[str, Any]:
        """What an index leads to: what is listed already and has one of some terms."""
        blog = {} if self.blog_id is None else {"blog_id": self.blog_id}
        return {**blog, "terms": {"$in": list(any_of)}, self._at: {"$lte": clock.now()}}

    def steps(self, where: str, behind: str) -> list[list[Step]]:
        """What finds the rows, and what finds how far was looked for them."""
        leader = self.asked.wanted[0]
        scope = self._scope(leader.in_head if where == IN_HEAD else leader.any_of)
        if behind:
            scope = {"$and": [scope, listing.behind(behind, self._at, NEWEST_FIRST)]}
        along: list[Step] = [{"$match": scope}, {"$sort": {self._at: -1, "_id": -1}}]
        shown: Step = {"$project": {**_SHOWN, self._at: 1, "where": {"$literal": where}}}
        sieve = list(self._sieve(where))
        if not sieve:
            return [[*along, {"$limit": self.limit + 1}, shown]]
        rows: list[Step] = [
            {"$limit": MOST_EXAMINED},
            {"$match": {"$and": sieve}},
            {"$limit": self.limit + 1},
        ]
        last: list[Step] = [{"$skip": MOST_EXAMINED - 1}, {"$limit": 2}]
        ends: Step = {"$project": {self._at: 1, "ends": {"$literal": where}}}
        return [[*along, *rows, shown], [*along, *last, ends]]

    def _sieve(self, where: str) -> Iterator[dict[str, Any]]:
        """What the index does not know of an entry."""
        asked = self.asked
        if where == IN_HEAD:
            yield from self._in_head(asked.wanted[1:])
        else:
            for one in asked.wanted[1:]:
                yield {"terms": {"$in": list(one.any_of)}}
            for phrase in asked.phrases:
                yield _says(phrase)
            if self.by_words:
                yield {"$nor": [{"$and": list(self._in_head(asked.wanted))}]}
        if asked.unwanted:
            yield {"terms": {"$nin": list(asked.unwanted)}}
        if asked.unsaid:
            yield {"$nor": [_says(one) for one in asked.unsaid]}

    def _in_head(self, wanted: Sequence[Wanted]) -> Iterator[dict[str, Any]]:
        for one in wanted:
            yield {"terms": {"$in": list(one.in_head)}}
        for phrase in self.asked.phrases:
            yield {"head": {"$regex": re.escape(phrase)}}


_ENTRIES = SearchEntry.collection_name


def _says(phrase: str) -> dict[str, Any]:
    literal = {"$regex": re.escape(phrase)}
    return {"$or": [{"running": literal}, {"head": literal}]}


def _shortest(wanted: Wanted) -> int:
    return min(map(len, wanted.any_of))


def _first(pair: tuple[int, Wanted]) -> int:
    return pair[0]
