"""The posts of a blog as a table: filtered by state, tag, author and words, last changed first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, ClassVar, Self

from bson import ObjectId
from pymongo.errors import PyMongoError

from blogsite.lib import finding, text
from blogsite.models import listing
from blogsite.models.listing import NEWEST, Walk, Window
from blogsite.models.post.fields import PostFields
from blogsite.models.post.lists import IN_A_ROW, NO_TEXT
from blogsite.models.post.publishing import DRAFT
from blogsite.models.post.spelling import spellings
from blogsite.models.post.states import STATES, TRASH, WITHDRAWN, query_of

ROWS = 50
MOST_AT_ONCE = 1000
"""Posts that are counted, or changed by one act."""
LONGEST = 100
"""Characters of a filter; nobody types more."""

# Indexes of `PostFields`, by their names.
_TABLE, _BY_TAG = "table", "table_by_tag"
_DRAFTS, _IN_TRASH = "blog_id_1_updated_at_-1__id_-1", "blog_id_1_trashing.at_-1__id_-1"


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What is asked for; empty is anything.

    Arguments:
        state: one of `STATES`; empty, all but the trash.
        tag: a whole one, as it is written, or in small letters, capitals or with initials.
        author: the id of a person.
        q: words of title and text.
    """

    state: str = ""
    tag: str = ""
    author: str = ""
    q: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Self:
        """The filters that an address names, whatever else it says."""
        given = {name: asked.get(name, "") for name in cls.__dataclass_fields__}
        return cls(**{name: _clean(one) for name, one in given.items()})

    @property
    def given(self) -> dict[str, str]:
        """Those that filter."""
        return {name: one for name, one in asdict(self).items() if one}

    def without(self, name: str) -> dict[str, str]:
        """The others, when one is taken away."""
        return replace(self, **{name: ""}).given

    def tagged(self, tag: str) -> dict[str, str]:
        """These, with another tag."""
        return replace(self, tag=tag).given

    @property
    def in_trash(self) -> bool:
        return self.state == TRASH

    @property
    def known(self) -> bool:
        """Whether there is such a state, and the author can be anybody at all."""
        state = not self.state or self.state in STATES
        return state and (not self.author or ObjectId.is_valid(self.author))

    @property
    def index(self) -> str:
        """The name of the index that has the posts in their order."""
        if self.state == TRASH:
            return _IN_TRASH
        if self.tag:
            return _BY_TAG
        return _DRAFTS if self.state in (DRAFT, WITHDRAWN) else _TABLE

    def query(self, blog_id: Any) -> dict[str, Any]:
        """What finds the posts of a blog, but for the words."""
        query = {"blog_id": blog_id, **query_of(self.state)}
        if self.tag:
            query["tags"] = {"$in": spellings(self.tag)}
        if self.author:
            query["author_id"] = ObjectId(self.author)
        return query


@dataclass(frozen=True, kw_only=True)
class Table:
    """One page of it.

    Arguments:
        posts: the rows.
        older: the key of the page after this one.
        newer: of the one before.
        count: of all rows of all pages; None where nobody counted.
        unfinished: the words may stand in older posts too, which were not looked through yet.
        too_slow: the database was stopped looking through them.
        authors: the names of those who may write in the blog, by their ids.
    """

    posts: Sequence[Any] = ()
    older: str | None = None
    newer: str | None = None
    count: int | None = None
    unfinished: bool = False
    too_slow: bool = False
    authors: Mapping[Any, str] = field(default_factory=dict)

    states: ClassVar[Sequence[str]] = STATES

    def author_called(self, author_id: str) -> str | None:
        """The name of one of the `authors`."""
        return {str(one): name for one, name in self.authors.items()}.get(author_id)

    @property
    def more_than(self) -> int | None:
        """What can be said of a table that was not counted to its end."""
        if self.count is None:
            return len(self.posts) if self.older and not self.unfinished else None
        return MOST_AT_ONCE if self.count > MOST_AT_ONCE else None


class Tabled(PostFields):
    """Posts found by filters; every combination is served by an index, words are sifted."""

    @classmethod
    def table(
        cls, filters: Filters, *, blog_id: Any, window: Window = NEWEST, counted: bool = True
    ) -> Table:
        """One page of a blog's posts; filters that mean nothing find nothing.

        Arguments:
            filters: which posts.
            blog_id: of which blog.
            window: which page.
            counted: count them, where that is not a search of its own.

        Raises:
            NotFound: the window is bounded by no key.
        """
        if not filters.known:
            return Table(count=0)
        try:
            query = filters.query(blog_id)
            rows = cls._rows(filters, query, window=window, limit=ROWS, fields=IN_A_ROW)
        except PyMongoError as error:
            if not filters.q or not error.timeout:
                raise
            return Table(too_slow=True)
        count = None
        if rows.older is None and rows.newer is None:
            count = len(rows.found)
        elif counted and not filters.q:
            count = cls.collection().count_documents(
                query, limit=MOST_AT_ONCE + 1, hint=filters.index
            )
        return Table(
            posts=cls.load_all({**NO_TEXT, **one} for one in rows.found),
            older=rows.older,
            newer=rows.newer,
            count=count,
            unfinished=rows.unfinished,
        )

    @classmethod
    def all_in_table(
        cls, filters: Filters, *, blog_id: Any, window: Window = NEWEST
    ) -> tuple[list[Any], str | None]:
        """The ids of what the filters find, `MOST_AT_ONCE` at the most, and where the rest begins.

        Raises:
            NotFound: the window is bounded by no key.
        """
        if not filters.known:
            return [], None
        rows = cls._rows(
            filters,
            filters.query(blog_id),
            window=Window(before=window.before),
            limit=MOST_AT_ONCE,
            fields={"_id": 1, _order_of(filters): 1},
        )
        return [one["_id"] for one in rows.found], rows.older

    @classmethod
    def _rows(cls, filters: Filters, query: Mapping[str, Any], **page: Any) -> listing.Rows:
        sieve = finding.containing(filters.q, "title", "source") if filters.q else None
        walk = Walk(index=filters.index, sieve=sieve)
        return listing.page(cls.collection(), query, by=_order_of(filters), walk=walk, **page)


def _order_of(filters: Filters) -> str:
    return "trashing.at" if filters.in_trash else "updated_at"


def _clean(asked: str) -> str:
    return text.line(text.without_unkeepable(asked))[:LONGEST]
