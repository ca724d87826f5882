"""Posts in rows, newest first, a page at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from blogsite.lib import clock
from blogsite.models import listing
from blogsite.models.listing import (
    NEWEST,
    NEWEST_FIRST,
    PAGE_LENGTH,
    SOONEST_FIRST,
    Rows,
    Window,
)
from blogsite.models.post.fields import DRAFTS, IN_TRASH
from blogsite.models.post.places import IN_STREAM
from blogsite.models.post.visibility import Visible
from blogsite.models.user import User

MOST_COUNTED = 100
"""Further than this nobody counts, neither the database nor whoever reads."""

MOST_TOPICS = 12
"""Tags that a list leads to."""

IN_A_ROW = {"source": 0, "html": 0, "contents": 0}
NO_TEXT = {"source": "", "html": ""}


@dataclass(frozen=True, kw_only=True)
class Page:
    """Some posts of a list, and the keys of the pages beside them, where there are any."""

    posts: Sequence[Any]
    older: str | None
    newer: str | None
    count: int | None = None
    """Of the whole list, where it is counted, but never far beyond `MOST_COUNTED`."""

    @property
    def topics(self) -> Sequence[str]:
        """The tags that most of its posts have, as the first of them writes each."""
        written: dict[str, str] = {}
        counts: Counter[str] = Counter()
        for tag in (tag for post in self.posts for tag in post.tags):
            written.setdefault(tag.casefold(), tag)
            counts[tag.casefold()] += 1
        return [written[tag] for tag, _count in counts.most_common(MOST_TOPICS)]

    def spelled(self, tag: str) -> str:
        """A tag that was asked for, as the first of its posts writes it."""
        tags = (one for post in self.posts for one in post.tags)
        return next((one for one in tags if one.casefold() == tag.casefold()), tag)

    @property
    def more_than(self) -> int | None:
        """What can be said of a list that was not counted to its end."""
        return MOST_COUNTED if self.count is not None and self.count > MOST_COUNTED else None


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
    ) -> Page:
        """One page of published posts, the newest first, with their authors' names; no pages.

        Unlisted ones are in no such list, whoever reads it.

        Arguments:
            visible_to: the reader.
            blog_id: only those of one blog.
            window: which page.
            limit: how many at the most.

        Raises:
            NotFound: the window is bounded by no key.
        """
        query = {**cls.visible_query(visible_to), **cls.stream_query()}
        if blog_id is not None:
            query["blog_id"] = blog_id
        page = cls._page(query, by="publication.at", window=window, limit=limit)
        cls.with_author_names(page.posts)
        return page

    @classmethod
    def stream_query(cls) -> dict[str, Any]:
        """What finds all that streams and feeds may show, the same for every reader."""
        return {**cls.listed_query(), **IN_STREAM}

    @classmethod
    def next_due(cls, since: datetime, *, blog_id: Any = None) -> datetime | None:
        """When the next post becomes public by itself, in one blog or in the streams of all.

        Of one blog its pages and what is unlisted count as well.

        Arguments:
            since: a moment before the posts were asked for that are shown.
            blog_id: the blog; None: all of them.
        """
        where = IN_STREAM if blog_id is None else {"blog_id": blog_id, "trashing": None}
        coming = {**where, "publication.at": {"$gt": since}}
        found = cls.collection().find(coming, {"publication.at": 1}).sort("publication.at", 1)
        return next((one["publication"]["at"] for one in found.limit(1)), None)

    @classmethod
    def last_changed(
        cls, *, blog_ids: Sequence[Any], window: Window = NEWEST, limit: int = PAGE_LENGTH
    ) -> Page:
        """Posts of some blogs as their members see them, the last changed first.

        Raises:
            NotFound: the window is bounded by no key.
        """
        query = {"blog_id": {"$in": list(blog_ids)}, "trashing": None}
        return cls._page(query, by="updated_at", window=window, limit=limit)

    @classmethod
    def drafts_in(
        cls,
        *,
        blog_ids: Sequence[Any],
        window: Window = NEWEST,
        limit: int = PAGE_LENGTH,
        counted: bool = False,
    ) -> Page:
        """What nobody has said to publish, the last changed first.

        Arguments:
            blog_ids: of which blogs.
            window: which page.
            limit: how many at the most.
            counted: with the `count` of all.

        Raises:
            NotFound: the window is bounded by no key.
        """
        query = {"blog_id": {"$in": list(blog_ids)}, **DRAFTS}
        return cls._page(query, by="updated_at", window=window, limit=limit, counted=counted)

    @classmethod
    def scheduled_in(
        cls,
        *,
        blog_ids: Sequence[Any],
        window: Window = NEWEST,
        limit: int = PAGE_LENGTH,
        counted: bool = False,
    ) -> Page:
        """What will be public at a moment to come, the next first; otherwise as `drafts_in`.

        Raises:
            NotFound: the window is bounded by no key.
        """
        query = {
            "blog_id": {"$in": list(blog_ids)},
            "trashing": None,
            "publication.at": {"$gt": clock.now()},
        }
        return cls._page(
            query,
            by="publication.at",
            window=window,
            limit=limit,
            order=SOONEST_FIRST,
            counted=counted,
        )

    @classmethod
    def trashed_in(
        cls, *, blog_ids: Sequence[Any], window: Window = NEWEST, limit: int = PAGE_LENGTH
    ) -> Page:
        """What lies in the trash, the last thrown away first; counted.

        Raises:
            NotFound: the window is bounded by no key.
        """
        query = {"blog_id": {"$in": list(blog_ids)}, **IN_TRASH}
        return cls._page(query, by="trashing.at", window=window, limit=limit, counted=True)

    @classmethod
    def with_author_names(cls, posts: Sequence[Self]) -> None:
        """Let posts know their authors' names and pictures; of those who are gone, nothing."""
        bylines = User.bylines(post.author_id for post in posts) if posts else {}
        for post in posts:
            post.author_name, post.author_avatar = bylines.get(post.author_id, ("", None))

    @staticmethod
    def name_authors(posts: Sequence[Any], people: Mapping[Any, Mapping[str, Any]]) -> None:
        """The same, with users who are known already, as they are stored."""
        for post in posts:
            user = people.get(post.author_id, {})
            post.author_name, post.author_avatar = user.get("name", ""), user.get("avatar")

    @classmethod
    def _page(
        cls,
        query: dict[str, Any],
        *,
        by: str,
        window: Window,
        limit: int,
        fields: Mapping[str, int] = IN_A_ROW,
        order: int = NEWEST_FIRST,
        counted: bool = False,
    ) -> Page:
        rows = listing.page(
            cls.collection(),
            query,
            by=by,
            window=window,
            limit=limit,
            fields=fields,
            order=order,
        )
        posts = cls.load_all({**NO_TEXT, **one} for one in rows.found)
        count = cls._count(query, rows) if counted else None
        return Page(posts=posts, older=rows.older, newer=rows.newer, count=count)

    @classmethod
    def _count(cls, query: dict[str, Any], rows: Rows) -> int:
        """How many there are in all: a page that stands alone says it by itself."""
        if rows.older is None and rows.newer is None:
            return len(rows.found)
        return cls.collection().count_documents(query, limit=MOST_COUNTED + 1)
