"""Posts as readers browse them: by tag, by person, by year; a page at a time, without texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from blogsite.lib import clock
from blogsite.models.errors import NotFound
from blogsite.models.listing import NEWEST, PAGE_LENGTH, Window
from blogsite.models.post.feeding import within
from blogsite.models.post.lists import Listed, Page
from blogsite.models.user import User


@dataclass(frozen=True, kw_only=True)
class Month:
    """What came out in one month: a moment in it, and the posts."""

    at: datetime
    posts: Sequence[Any]


@dataclass(frozen=True, kw_only=True)
class YearPage(Page):
    """One page of a year; `before` and `after` are the years beside it that have posts."""

    before: int | None = None
    after: int | None = None

    @property
    def months(self) -> Sequence[Month]:
        """Its posts month by month, by the clock of UTC, the last first."""
        by_month = groupby(self.posts, key=lambda post: post.publication.at.month)
        found = (list(posts) for _month, posts in by_month)
        return [Month(at=posts[0].publication.at, posts=posts) for posts in found]


OF_A_YEAR = 100
"""Posts on one page of a year: a line for each."""
EARLIEST_YEAR = 1000


class Browsed(Listed):
    """Whatever is browsed by is a part of the streams: what they do not show is nowhere here."""

    @classmethod
    def browsed(
        cls,
        *,
        window: Window = NEWEST,
        blog_id: Any = None,
        tag: str = "",
        author: User | None = None,
    ) -> Page:
        """One page of public posts with their authors' names, the newest first; see `Fed.feed`.

        Raises:
            NotFound: the window is bounded by no key, or no tag is that long.
        """
        query = {**cls.stream_query(), **within(blog_id, tag, author)}
        page = cls._page(query, by="publication.at", window=window, limit=PAGE_LENGTH)
        if author:
            cls.name_authors(
                page.posts, {author.id: {"name": author.name, "avatar": author.avatar}}
            )
        else:
            cls.with_author_names(page.posts)
        return page

    @classmethod
    def of_year(cls, year: int, *, blog_id: Any, window: Window = NEWEST) -> Page:
        """One page of what a blog published in a year, by the clock of UTC, the newest first.

        Raises:
            NotFound: the window is bounded by no key, or that year is still to come.
        """
        if not EARLIEST_YEAR <= year <= clock.now().year:
            raise NotFound
        end = datetime(year, 12, 31, 23, 59, 59, 999000, tzinfo=UTC)
        within_it = {"$gte": datetime(year, 1, 1, tzinfo=UTC), "$lte": min(end, clock.now())}
        query = {**cls.stream_query(), "blog_id": blog_id, "publication.at": within_it}
        return cls._page(query, by="publication.at", window=window, limit=OF_A_YEAR)
