"""What a post said at some moment, kept to be read, compared and brought back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, ClassVar, Self

from bson import ObjectId
from flask_babel import gettext as _
from pymongo import IndexModel

from blogsite.database import NOT_STORED, Document
from blogsite.lib import clock, text
from blogsite.models import listing
from blogsite.models.errors import Invalid, NotFound
from blogsite.models.listing import NEWEST, Window
from blogsite.models.user import User

LONGEST_NAME = 80
ALL_OF = timedelta(days=1)
DAILY_FOR = timedelta(days=30)
BATCH = 200
MOST_SHOWING = 200
"""Revisions with a picture that anybody is told of."""

_IN_A_ROW = {"source": 0}


@dataclass(kw_only=True, eq=False)
class Revision(Document):
    """One saved version of a post's title, text and tags.

    `version` is the post's own number, `previous` that of the revision before, even when that is
    not kept any more: so a gap can be told from two that follow each other.
    """

    collection_name: ClassVar[str] = "revisions"
    indexes = (
        IndexModel([("blog_id", 1), ("post_id", 1), ("version", 1)], unique=True),
        IndexModel([("blog_id", 1), ("post_id", 1), ("at", -1), ("_id", -1)]),
        IndexModel([("blog_id", 1), ("pictures", 1), ("at", -1)]),
    )

    blog_id: Any
    post_id: Any
    author_id: Any
    version: int
    previous: int | None
    title: str
    tags: list[str]
    slug: str
    word_count: int
    source: str = ""
    pictures: list[Any] = field(default_factory=list)
    added: int = 0
    at: datetime = field(default_factory=clock.now)
    name: str = ""
    author_name: str = field(default="", metadata=NOT_STORED)

    @classmethod
    def page_of(cls, post: Any, *, window: Window = NEWEST) -> Revisions:
        """One page of the revisions of a post, without their texts, the newest first.

        Raises:
            NotFound: the window is bounded by no key.
        """
        rows = listing.page(
            cls.collection(),
            cls._of(post),
            by="at",
            window=window,
            limit=listing.PAGE_LENGTH,
            fields=_IN_A_ROW,
        )
        found = cls.load_all(rows.found)
        cls.with_author_names(found)
        return Revisions(found=found, older=rows.older, newer=rows.newer)

    @classmethod
    def get(cls, revision_id: Any, *, post: Any) -> Self:
        """One revision of a post.

        Raises:
            NotFound: the post has none of that id, or none any more.
        """
        found = cls.find({"_id": revision_id, **cls._of(post)})
        if found is None:
            raise NotFound
        return found

    @classmethod
    def present(cls, post: Any) -> Self | None:
        """What the post says now; None when it was saved before revisions were kept."""
        return cls._nearest(post, {"$lte": post.version}, -1)

    @classmethod
    def as_of(cls, post: Any, version: int) -> Self | None:
        """What a post said when it had that version; None when that is not kept any more."""
        found = cls._nearest(post, {"$lte": version}, -1)
        if found is None or found.version == version:
            return found
        after = cls._nearest(post, {"$gt": found.version}, 1)
        return found if after is None or after.previous == found.version else None

    @classmethod
    def before(cls, revision: Revision, *, post: Any) -> Self | None:
        """The nearest older one that is still kept."""
        return cls._nearest(post, {"$lt": revision.version}, -1)

    @classmethod
    def showing(cls, picture_id: Any, *, blog_id: Any) -> list[Self]:
        """Those that show a picture, without their texts, the newest first; `MOST_SHOWING`."""
        query = {"blog_id": blog_id, "pictures": picture_id}
        found = cls.collection().find(query, _IN_A_ROW).sort("at", -1).limit(MOST_SHOWING)
        return cls.load_all(found)

    def call(self, name: str) -> None:
        """Give it a name, which keeps it for good, or take the name away.

        Raises:
            Invalid: the name is too long.
        """
        name = text.line(name)
        if len(name) > LONGEST_NAME:
            raise Invalid(_("This name is too long."), field="name")
        self.collection().update_one(self._key, {"$set": {"name": name}})
        self.name = name

    @classmethod
    def prune(cls, post: Any) -> bool:
        """Let go of what nobody needs; harmless when repeated.

        All of the last day stay, the last of each day of the last month, those with names, and
        what the post says now.

        Returns:
            Whether more will have to go when the month is over.
        """
        now = clock.now()
        seen: set[Any] = set()
        surplus = cls._surplus(cls._older_than(post, now - ALL_OF), post, now - DAILY_FOR, seen)
        while ids := list(islice(surplus, BATCH)):
            # Whoever names one at this moment keeps it.
            cls.collection().delete_many(
                {**cls._of(post), "_id": {"$in": ids}, "name": {"$in": [None, ""]}}
            )
        return any(day > (now - DAILY_FOR).date() for day in seen)

    @classmethod
    def forget(cls, *, blog_id: Any, post_id: Any = None) -> None:
        """Remove all of a post, or all of a blog, some at a time."""
        query = (
            {"blog_id": blog_id} if post_id is None else {"blog_id": blog_id, "post_id": post_id}
        )
        while found := list(cls.collection().find(query, {"_id": 1}).limit(BATCH)):
            cls.collection().delete_many({**query, "_id": {"$in": [one["_id"] for one in found]}})

    @classmethod
    def _older_than(cls, post: Any, moment: datetime) -> Iterator[dict[str, Any]]:
        # By key, since what was read is being deleted meanwhile.
        query = {**cls._of(post), "at": {"$lt": moment}}
        fields = {"at": 1, "name": 1, "version": 1}
        while True:
            cursor = cls.collection().find(query, fields).sort([("at", -1), ("_id", -1)])
            found = list(cursor.limit(BATCH))
            yield from found
            if len(found) < BATCH:
                return
            last = found[-1]
            ties = {"at": last["at"], "_id": {"$lt": last["_id"]}}
            earlier = {"at": {"$lt": last["at"]}}
            query = {**cls._of(post), "at": {"$lte": last["at"]}, "$or": [earlier, ties]}

    @staticmethod
    def _surplus(
        some: Iterator[dict[str, Any]], post: Any, month_ago: datetime, seen: set[Any]
    ) -> Iterator[ObjectId]:
        for one in some:
            day = one["at"].date()
            needed = one.get("name") or one["version"] == post.text_version
            if not needed and (day in seen or one["at"] < month_ago):
                yield one["_id"]
            seen.add(day)

    @classmethod
    def _nearest(cls, post: Any, version: dict[str, int], direction: int) -> Self | None:
        query = {**cls._of(post), "version": version}
        found = list(cls.collection().find(query).sort([("version", direction)]).limit(1))
        return cls.load(found[0]) if found else None

    @staticmethod
    def _of(post: Any) -> dict[str, Any]:
        return {"blog_id": post.blog_id, "post_id": post.id}

    @property
    def _key(self) -> dict[str, Any]:
        return {"_id": self.id, "blog_id": self.blog_id, "post_id": self.post_id}

    @staticmethod
    def with_author_names(some: Sequence[Revision]) -> None:
        """Let revisions know their authors' names; of those who are gone, nothing."""
        bylines = User.bylines(one.author_id for one in some) if some else {}
        for one in some:
            one.author_name = bylines.get(one.author_id, ("", None))[0]


@dataclass(frozen=True, kw_only=True)
class Revisions:
    """Some revisions of a list, and the keys of the pages beside them, where there are any."""

    found: Sequence[Revision]
    older: str | None
    newer: str | None
