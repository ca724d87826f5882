"""Every address that search engines are to know, in parts that stay what they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bson import ObjectId

from blogsite.models.blog import Blog
from blogsite.models.errors import NotFound
from blogsite.models.post import Post

EACH = 25_000
"""Posts of one part. It may name as many blogs besides, and 50,000 addresses are the most."""
BEGINNING = ObjectId("0" * 24)

_TOLD = {"slug": 1, "blog_id": 1, "updated_at": 1, "publication.at": 1, "blog.slug": 1}


@dataclass(kw_only=True)
class Place:
    """A blog, as far as its address goes."""

    id: Any
    slug: str


@dataclass(kw_only=True)
class Entry:
    """A post, as far as its address goes; `first` of its blog in this part."""

    id: Any
    slug: str
    blog: Place
    changed_at: datetime
    first: bool


def parts() -> Iterator[ObjectId]:
    """The ids that the parts begin with: new posts come last, so the others stay as they are."""
    first: ObjectId | None = BEGINNING
    while first is not None:
        yield first
        found = Post.collection().find({"_id": {"$gte": first}}, {"_id": 1}).sort("_id", 1)
        first = next((one["_id"] for one in found.skip(EACH).limit(1)), None)


def entries(first: ObjectId) -> Iterator[Entry]:
    """The public posts and pages of one part, as the database hands them out.

    What is unlisted is not among them, nor what its author says is at home elsewhere.

    Arguments:
        first: the id that the part begins with.

    Raises:
        NotFound: nothing is there.
    """
    found = iter(_found(first))
    one = next(found, None)
    if one is None and first != BEGINNING:
        raise NotFound
    return _told(one, found)


def _found(first: ObjectId) -> Any:
    blog = {"from": Blog.collection_name, "localField": "blog_id", "foreignField": "_id"}
    there = [{"$match": {"removal": None}}, {"$project": {"slug": 1}}]
    return Post.collection().aggregate(
        [
            {"$match": {"_id": {"$gte": first}}},
            {"$sort": {"_id": 1}},
            {"$limit": EACH},
            {"$match": {**Post.listed_query(), "canonical_url": {"$in": ["", None]}}},
            {"$lookup": {**blog, "pipeline": there, "as": "blog"}},
            {"$unwind": "$blog"},
            {"$project": _TOLD},
        ]
    )


def _told(one: Any, others: Iterator[Any]) -> Iterator[Entry]:
    met: set[Any] = set()
    while one is not None:
        yield Entry(
            id=one["_id"],
            slug=one["slug"],
            blog=Place(id=one["blog_id"], slug=one["blog"]["slug"]),
            changed_at=max(one["updated_at"], one["publication"]["at"]),
            first=one["blog_id"] not in met,
        )
        met.add(one["blog_id"])
        one = next(others, None)
