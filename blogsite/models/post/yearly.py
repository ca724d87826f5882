"""How many posts of a blog each year has: kept in the blog, so that nobody has to count them.

What is scheduled counts from the moment it is: by itself it would come out and be counted by
nobody. Whoever reads the numbers takes away what is still to come, which an index finds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Self

from blogsite.database import collection
from blogsite.lib import clock
from blogsite.models.post.fields import PostFields
from blogsite.models.post.places import IN_STREAM

_BLOGS = "blogs"
_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


class Yearly(PostFields):
    """Whatever changes what the stream shows, or will, changes the numbers with it."""

    def insert(self) -> Self:
        super().insert()
        count_in(self.blog_id, {_year(self): 1})
        return self

    @classmethod
    def insert_all(cls, documents: Sequence[Self]) -> None:
        super().insert_all(documents)
        new: dict[Any, Counter[str | None]] = {}
        for one in documents:
            new.setdefault(one.blog_id, Counter())[_year(one)] += 1
        for blog_id, years in new.items():
            count_in(blog_id, years)

    def delete(self) -> bool:
        gone = super().delete()
        if gone:
            count_in(self.blog_id, {_year(self): -1})
        return gone

    def _change(self, **changes: Any) -> None:
        before = _year(self)
        super()._change(**changes)
        if (after := _year(self)) != before:
            count_in(self.blog_id, {before: -1, after: 1})


def years_of(blog_id: Any, kept: Mapping[str, int] | None) -> dict[int, int]:
    """How many posts everybody can read in each year that has any, the last first.

    Arguments:
        blog_id: of which blog.
        kept: its numbers; None of a blog that nobody has counted yet.
    """
    kept = _counted(blog_id, {"$gte": _LONG_AGO}) if kept is None else kept
    coming = _counted(blog_id, {"$gt": clock.now()})
    there = {int(year): n - coming.get(year, 0) for year, n in kept.items()}
    return {year: there[year] for year in sorted(there, reverse=True) if there[year] > 0}


def count_in(blog_id: Any, more: Mapping[str | None, int]) -> None:
    """Change the numbers of a blog, in the transaction that changes its posts.

    Arguments:
        blog_id: of which blog.
        more: how many more there are of each year; of none, what no stream shows.
    """
    steps = {f"years.{year}": n for year, n in more.items() if year and n}
    if not steps:
        return
    blogs = collection(_BLOGS)
    if not blogs.update_one(
        {"_id": blog_id, "years": {"$ne": None}}, {"$inc": steps}
    ).matched_count:
        # From before there were numbers: counted once, with what has just changed.
        years = _counted(blog_id, {"$gte": _LONG_AGO})
        blogs.update_one({"_id": blog_id}, {"$set": {"years": years}})


def _year(post: PostFields) -> str | None:
    """The year under which the stream of its blog shows it, or will."""
    if post.publication is None or post.trashed or post.unlisted or post.is_page:
        return None
    return str(post.publication.at.year)


def _counted(blog_id: Any, at: Mapping[str, Any]) -> dict[str, int]:
    stream = {**IN_STREAM, "blog_id": blog_id, "publication.at": dict(at)}
    by_year = {"$group": {"_id": {"$year": "$publication.at"}, "count": {"$sum": 1}}}
    found = collection("posts").aggregate([{"$match": stream}, by_year])
    return {str(one["_id"]): one["count"] for one in found}
