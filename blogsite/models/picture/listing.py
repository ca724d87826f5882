"""The pictures of a blog a page at a time, and what is said of each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

from blogsite.lib import text
from blogsite.models import listing
from blogsite.models.listing import NEWEST, Walk, Window
from blogsite.models.picture.fields import UNDESCRIBED, PictureFields

PAGE_LENGTH = 24
MOST_COUNTED = 100
"""Further than this nobody counts."""
MOST_LOOKED_UP = 300
"""Pictures that are looked through for one page of those that no post uses."""

WITHOUT_DESCRIPTION, UNUSED = "undescribed", "unused"
FILTERS = ("", WITHOUT_DESCRIPTION, UNUSED)

_LONGEST_SEARCH = 100

# Indexes of `PictureFields`, by their names.
_NEWEST_FIRST, _UNDESCRIBED = "blog_id_1_uploaded_at_-1__id_-1", "undescribed"

# One post that uses it is enough.
_USES = {
    "$lookup": {
        "from": "posts",
        "let": {"blog_id": "$blog_id"},
        "localField": "_id",
        "foreignField": "pictures",
        "pipeline": [
            {"$match": {"$expr": {"$eq": ["$blog_id", "$$blog_id"]}}},
            {"$limit": 1},
            {"$project": {"_id": 1}},
        ],
        "as": "uses",
    }
}


@dataclass(frozen=True, kw_only=True)
class Pictures:
    """Some pictures, and the keys of the pages beside them, where there are any."""

    found: Sequence[Any]
    older: str | None
    newer: str | None
    unfinished: bool = False
    """Whether there is more to look through, behind `older`."""


class Listed(PictureFields):
    """Found in its blog, the last sent first."""

    @classmethod
    def in_blog(
        cls, blog_id: Any, *, search: str = "", only: str = "", window: Window = NEWEST
    ) -> Pictures:
        """One page of a blog's pictures.

        Arguments:
            blog_id: which blog.
            search: a part of the label or of what is said of it; left out, all.
            only: one of `FILTERS`; left out, all.
            window: which page.

        Raises:
            NotFound: the window is bounded by no key.
        """
        rows = listing.page(
            cls.collection(),
            {"blog_id": blog_id, **(UNDESCRIBED if only == WITHOUT_DESCRIPTION else {})},
            by="uploaded_at",
            window=window,
            limit=PAGE_LENGTH,
            fields={one.name: 1 for one in fields(cls)},
            walk=_walk(search, only),
        )
        found = cls.load_all(rows.found)
        return Pictures(found=found, older=rows.older, newer=rows.newer, unfinished=rows.unfinished)

    @classmethod
    def by_ids(cls, picture_ids: Sequence[Any], *, blog_id: Any) -> dict[Any, Self]:
        """Those of a blog, by their ids, in one query."""
        if not picture_ids:
            return {}
        query = {"_id": {"$in": list(picture_ids)}, "blog_id": blog_id}
        return {one.id: one for one in cls.load_all(cls.collection().find(query))}

    @classmethod
    def undescribed_count(cls, blog_id: Any) -> int:
        """How many pictures of a blog nobody has described; no further than `MOST_COUNTED`."""
        query = {"blog_id": blog_id, **UNDESCRIBED}
        return cls.collection().count_documents(query, limit=MOST_COUNTED, hint=_UNDESCRIBED)


def _walk(search: str, only: str) -> Walk:
    words = text.line(search)[:_LONGEST_SEARCH]
    sieve: dict[str, Any] = {}
    if words:
        # The spaces of a name have become "_".
        like = {"$regex": re.escape(words).replace(r"\ ", "[ _]"), "$options": "i"}
        sieve["$or"] = [{"label": like}, {"alt": like}]
    if only == UNUSED:
        return Walk(
            index=_NEWEST_FIRST, sieve={**sieve, "uses": []}, beside=[_USES], most=MOST_LOOKED_UP
        )
    index = _UNDESCRIBED if only == WITHOUT_DESCRIPTION else _NEWEST_FIRST
    return Walk(index=index, sieve=sieve or None)
