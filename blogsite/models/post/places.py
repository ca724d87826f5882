"""Where a post stands besides its moment: pinned, in the menu, in a series."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bson import ObjectId
from pymongo import IndexModel

from blogsite.database import Embedded

# What an index of its own serves: a query finds that index by saying the same.
IN_STREAM: dict[str, Any] = {"trashing": None, "unlisting": None, "menu_place": None}
PINNED: dict[str, Any] = {"pinning.at": {"$exists": True}}
PAGES: dict[str, Any] = {"menu_place.at": {"$exists": True}}
PARTS: dict[str, Any] = {"part.series_id": {"$exists": True}}

# The streams: of the site, of a blog, of a tag of it, of a tag, of a person, of one in a blog.
STREAMS = tuple(
    IndexModel(
        [*((name, 1) for name in within), ("publication.at", -1), ("_id", -1)],
        partialFilterExpression=IN_STREAM,
    )
    for within in (
        *((), ("blog_id",), ("blog_id", "tags"), ("tags",)),
        *(("author_id",), ("blog_id", "author_id")),
    )
)


@dataclass(kw_only=True)
class Pinning(Embedded):
    """When a post was put above the stream of its blog, and by whom."""

    at: datetime
    by: ObjectId


@dataclass(kw_only=True)
class MenuPlace(Embedded):
    """What makes a post a page of its blog: since when, and its place in the menu.

    Those with a number stand first, in its order; the others follow by their titles. One that is
    hidden stands in no menu, and is a page all the same.
    """

    at: datetime
    number: int | None = None
    hidden: bool = False


@dataclass(kw_only=True)
class Part(Embedded):
    """In which series of its blog a post stands, and where.

    Parts with a number stand first, in its order; the others follow by their dates. What readers
    see counted is the order, not the number: gaps and twins do no harm.
    """

    series_id: ObjectId
    slug: str
    title: str
    number: int | None = None
