"""Every address that search engines are to know, in parts that stay what they are.

A part is named by the second in which its first post was written, as an id with nothing behind
that: the id of a draft, or of what is unlisted, is nothing for strangers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bson import ObjectId

from blogsite.models.blog import Blog
from blogsite.models.errors import NotFound
from blogsite.models.post import Post

EACH = 24_999
"""Posts of one part. It may name as many blogs besides, and the first page of the site; 50,000
addresses are the most."""
BEGINNING = ObjectId("0" * 24)

_AT_ONCE = 1000
_TOLD = {"slug": 1, "blog_id": 1, "updated_at": 1, "publication.at": 1}


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
    """What the parts begin with: new posts come last, so the others stay as they are."""
    first: ObjectId | None = BEGINNING
    while first is not None:
        yield first
        first = _next(first)


def entries(first: ObjectId) -> Iterator[Entry]:
    """The public posts and pages of one part, as the database hands them out.

    What is unlisted is not among them, nor what its author says is at home elsewhere.

    Arguments:
        first: what the part begins with.

    Raises:
        NotFound: no part begins with such an id. One may be empty: full of drafts.
    """
    if first != _second_of(first):
        raise NotFound
    return _entries(first)


def newest_at() -> datetime | None:
    """When the newest public post of all blogs came out: the front page shows it first."""
    posts = Post.newest(visible_to=None, limit=1).posts
    return posts[0].publication.at if posts and posts[0].publication else None


def _entries(first: ObjectId) -> Iterator[Entry]:
    blogs: dict[Any, Place | None] = {}
    met: set[Any] = set()
    for some in _rows(first):
        _get_to_know(blogs, {one["blog_id"] for one in some} - set(blogs))
        for one in some:
            if place := blogs[one["blog_id"]]:
                yield Entry(
                    id=one["_id"],
                    slug=one["slug"],
                    blog=place,
                    changed_at=max(one["updated_at"], one["publication"]["at"]),
                    first=place.id not in met,
                )
                met.add(place.id)


def _rows(first: ObjectId) -> Iterator[list[Any]]:
    """The posts of a part, some at a time: a question for all of them takes seconds."""
    last = _next(first)
    within = {"$lt": last} if last else {}
    public = {**Post.listed_query(), "canonical_url": {"$in": ["", None]}}
    begin: dict[str, Any] = {"$gte": first}
    while True:
        query = {"_id": {**begin, **within}, **public}
        found = Post.collection().find(query, _TOLD).sort("_id", 1).hint("_id_")
        some = list(found.limit(_AT_ONCE))
        yield some
        if len(some) < _AT_ONCE:
            return
        begin = {"$gt": some[-1]["_id"]}


def _next(first: ObjectId) -> ObjectId | None:
    """What the part after one begins with, found along the keys alone."""
    beyond = _post_from(first, skip=EACH)
    if beyond and _second_of(beyond) <= first:
        # More were written in this one second than a part has room for: they stay together.
        beyond = _post_from(_second_of(first, more=1))
    return beyond and _second_of(beyond)


def _post_from(first: ObjectId, *, skip: int = 0) -> ObjectId | None:
    found = Post.collection().find({"_id": {"$gte": first}}, {"_id": 1}).sort("_id", 1)
    return next((one["_id"] for one in found.skip(skip).limit(1)), None)


def _second_of(post_id: ObjectId, *, more: int = 0) -> ObjectId:
    """The first id of the second in which another was made, or of a later one; of no post."""
    second = int.from_bytes(post_id.binary[:4]) + more
    return ObjectId(second.to_bytes(4) + bytes(8))


def _get_to_know(blogs: dict[Any, Place | None], new: set[Any]) -> None:
    """Look up blogs; one that was deleted has no place."""
    if new:
        wanted = {"_id": {"$in": list(new)}, "removal": None}
        found = Blog.collection().find(wanted, {"slug": 1})
        there = {one["_id"]: Place(id=one["_id"], slug=one["slug"]) for one in found}
        blogs.update({blog_id: there.get(blog_id) for blog_id in new})
