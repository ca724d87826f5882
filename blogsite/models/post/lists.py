"""Posts in rows, newest first, a page at a time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from bson import ObjectId

from blogsite import urls
from blogsite.lib import clock
from blogsite.models.errors import NotFound
from blogsite.models.post.visibility import Visible
from blogsite.models.user import User

PAGE_LENGTH = 20
MOST_CHANGED = 50

_IN_A_ROW = {"source": 0, "html": 0}
_NO_TEXT = {"source": "", "html": ""}
_KEY = re.compile(r"([0-9]{1,14})-([0-9a-f]{24})")


@dataclass(frozen=True, kw_only=True)
class Page:
    """Some posts of a list, and the key after which the next page begins, if there is one."""

    posts: Sequence[Any]
    older: str | None


class Listed(Visible):
    """Posts are listed by the moment of their publication; equal moments by id."""

    @classmethod
    def newest(
        cls,
        *,
        visible_to: User | None,
        blog_id: Any = None,
        before: str | None = None,
        limit: int = PAGE_LENGTH,
        whole: bool = False,
    ) -> Page:
        """One page of published posts, the newest first, with their authors' names.

        Arguments:
            visible_to: the reader.
            blog_id: only those of one blog.
            before: the key of the page, as `Page.older` gave it.
            limit: how many at the most.
            whole: with their texts; rows do without.

        Raises:
            NotFound: `before` is no key.
        """
        query = {**cls.visible_query(visible_to), **({"blog_id": blog_id} if blog_id else {})}
        query["publication"] = {"$ne": None}
        if before is not None:
            query = {"$and": [query, _before(before)]}
        rows = cls.collection().find(query, {} if whole else _IN_A_ROW)
        found = rows.sort([("publication.at", -1), ("_id", -1)]).limit(limit + 1)
        posts = cls.load_all({**_NO_TEXT, **one} for one in found)
        more = posts[limit - 1] if len(posts) > limit else None
        return Page(
            posts=cls.with_author_names(posts[:limit]),
            older=urls.key_of(more.publication.at, more) if more and more.publication else None,
        )

    @classmethod
    def last_changed(
        cls, *, blog_ids: Sequence[Any], trashed: bool = False, drafts_only: bool = False
    ) -> list[Self]:
        """Posts of some blogs as their members see them, the last changed first.

        Arguments:
            blog_ids: of which blogs.
            trashed: those in the trash instead of the others.
            drafts_only: only those that are not, or not yet, public.
        """
        query: dict[str, Any] = {
            "blog_id": {"$in": list(blog_ids)},
            "trashing": {"$ne": None} if trashed else None,
        }
        if drafts_only:
            query["$or"] = [{"publication": None}, {"publication.at": {"$gt": clock.now()}}]
        rows = cls.collection().find(query, _IN_A_ROW)
        found = rows.sort([("updated_at", -1), ("_id", -1)]).limit(MOST_CHANGED)
        return cls.load_all({**_NO_TEXT, **one} for one in found)

    @classmethod
    def with_author_names(cls, posts: Sequence[Self]) -> Sequence[Self]:
        """The same posts, knowing their authors' names."""
        names = User.names(post.author_id for post in posts) if posts else {}
        for post in posts:
            post.author_name = names.get(post.author_id, "")
        return posts


def _before(key: str) -> dict[str, Any]:
    match = _KEY.fullmatch(key)
    if match is None:
        raise NotFound
    at = datetime.fromtimestamp(int(match[1]) / 1000, UTC)
    return {
        "$or": [
            {"publication.at": {"$lt": at}},
            {"publication.at": at, "_id": {"$lt": ObjectId(match[2])}},
        ]
    }
