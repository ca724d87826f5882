"""Posts in rows, newest first, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from blogsite.lib import clock
from blogsite.models import listing
from blogsite.models.listing import NEWEST, PAGE_LENGTH, Rows, Window
from blogsite.models.post.visibility import Visible
from blogsite.models.user import User

_IN_A_ROW = {"source": 0, "html": 0}
_NO_TEXT = {"source": "", "html": ""}


@dataclass(frozen=True, kw_only=True)
class Page:
    """Some posts of a list, and the keys of the pages beside them, where there are any."""

    posts: Sequence[Any]
    older: str | None
    newer: str | None


class Listed(Visible):
    """Posts are listed by the moment of their publication; equal moments by id."""

    @classmethod
    def newest(
        cls,
        *,
        visible_to: User | None,
        blog_id: Any = None,
        window: Window = NEWEST,
        limit: int = PAGE_LENGTH,
        whole: bool = False,
    ) -> Page:
        """One page of published posts, the newest first, with their authors' names.

        Arguments:
            visible_to: the reader.
            blog_id: only those of one blog.
            window: which page.
            limit: how many at the most.
            whole: with their texts; rows do without.

        Raises:
            NotFound: the window is bounded by no key.
        """
        query = {**cls.visible_query(visible_to), "publication.at": {"$lte": clock.now()}}
        if blog_id is not None:
            query["blog_id"] = blog_id
        page = cls._page(query, by="publication.at", window=window, limit=limit, whole=whole)
        cls.with_author_names(page.posts)
        return page

    @classmethod
    def last_changed(
        cls,
        *,
        blog_ids: Sequence[Any],
        trashed: bool = False,
        drafts_only: bool = False,
        window: Window = NEWEST,
        limit: int = PAGE_LENGTH,
    ) -> Page:
        """Posts of some blogs as their members see them, the last changed first.

        Arguments:
            blog_ids: of which blogs.
            trashed: those in the trash instead of the others.
            drafts_only: only those that are not, or not yet, public.
            window: which page.
            limit: how many at the most.

        Raises:
            NotFound: the window is bounded by no key.
        """
        query: dict[str, Any] = {
            "blog_id": {"$in": list(blog_ids)},
            "trashing": {"$ne": None} if trashed else None,
        }
        if trashed:
            query["removal"] = None
        if drafts_only:
            query["$or"] = [{"publication": None}, {"publication.at": {"$gt": clock.now()}}]
        return cls._page(query, by="updated_at", window=window, limit=limit)

    @classmethod
    def with_author_names(cls, posts: Sequence[Self]) -> None:
        """Let posts know their authors' names."""
        names = User.names(post.author_id for post in posts) if posts else {}
        for post in posts:
            post.author_name = names.get(post.author_id, "")

    @classmethod
    def _page(
        cls, query: dict[str, Any], *, by: str, window: Window, limit: int, whole: bool = False
    ) -> Page:
        rows: Rows = listing.page(
            cls.collection(),
            query,
            by=by,
            window=window,
            limit=limit,
            fields={} if whole else _IN_A_ROW,
        )
        posts = cls.load_all({**_NO_TEXT, **one} for one in rows.found)
        return Page(posts=posts, older=rows.older, newer=rows.newer)
