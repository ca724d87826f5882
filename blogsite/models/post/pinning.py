"""Posts that stand above the stream of their blog."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from flask_babel import gettext as _

from blogsite.database import collection
from blogsite.lib import clock
from blogsite.models.errors import Invalid
from blogsite.models.listing import PAGE_LENGTH, Window
from blogsite.models.post.fields import PostFields
from blogsite.models.post.lists import IN_A_ROW, NO_TEXT, Listed, Page
from blogsite.models.post.places import PINNED, Pinning
from blogsite.models.user import User

MOST_PINNED = 5
"""In one blog: more would push away what is new."""


@dataclass(frozen=True, kw_only=True)
class Front(Page):
    """One page of a blog's stream; the first one has the pinned posts, which are not in it."""

    pinned: list[Any]


class Pinnable(PostFields):
    """Pinned, a post is for its blog's first page only: feeds know nothing of it.

    One that comes back from the trash when others have its room meanwhile comes back unpinned.
    """

    @property
    def pinned(self) -> bool:
        return self.pinning is not None

    def _pin(self, pinned: bool, *, by: User) -> Pinning | None:  # noqa: FBT001 (a form's answer)
        """What is stored of it.

        Raises:
            Invalid: there are as many already as a blog has room for.
        """
        if not pinned:
            return None
        if not self._room_above():
            raise Invalid(
                _("A blog has room for %(num)d pinned posts. Unpin another one first.")
                % {"num": MOST_PINNED},
                field="pinned",
            )
        return Pinning(at=clock.now(), by=by.id)

    def _change(self, **changes: Any) -> None:
        if self.pinned and self._comes_back(changes) and not self._room_above():
            changes["pinning"] = None
        super()._change(**changes)

    def _room_above(self) -> bool:
        # Two that count at once both write here, and one of them begins again.
        collection("blogs").update_one({"_id": self.blog_id}, {"$set": {"pinned_at": clock.now()}})
        others = {"blog_id": self.blog_id, **PINNED, "trashing": None, "_id": {"$ne": self.id}}
        return self.collection().count_documents(others, limit=MOST_PINNED) < MOST_PINNED


class Fronted(Listed):
    """The stream of a blog, with what is pinned above it."""

    @classmethod
    def front(cls, blog_id: Any, *, window: Window) -> Front:
        """One page of a blog as its readers see it, with the authors' names.

        Raises:
            NotFound: the window is bounded by no key.
        """
        stream = {**cls.stream_query(), "blog_id": blog_id, "pinning": None}
        page = cls._page(stream, by="publication.at", window=window, limit=PAGE_LENGTH)
        pinned = [] if page.newer else cls._pinned_beside(page.posts, blog_id=blog_id)
        if page.newer:
            cls.with_author_names(page.posts)
        return Front(posts=page.posts, older=page.older, newer=page.newer, pinned=pinned)

    @classmethod
    def _pinned_beside(cls, posts: Sequence[Self], *, blog_id: Any) -> list[Self]:
        """What is pinned, the last first, and the names of all authors, in one question."""
        query = {**cls.stream_query(), "blog_id": blog_id, **PINNED}
        authors = {"_id": {"$in": list({post.author_id for post in posts})}}
        byline = {"$project": {"name": 1, "avatar": 1}}
        author = {"localField": "author_id", "foreignField": "_id", "pipeline": [byline]}
        others = [{"$match": authors}, byline]
        found = cls.collection().aggregate(
            [
                {"$match": query},
                {"$sort": {"pinning.at": -1, "_id": -1}},
                {"$limit": MOST_PINNED},
                {"$project": dict(IN_A_ROW)},
                {"$lookup": {"from": User.collection_name, **author, "as": "author"}},
                {"$unionWith": {"coll": User.collection_name, "pipeline": others}},
            ]
        )
        rows = list(found)
        pinned = cls.load_all({**NO_TEXT, **one} for one in rows if "slug" in one)
        people = [one for row in rows for one in row.get("author", [row])]
        cls.name_authors([*pinned, *posts], {one["_id"]: one for one in people})
        return pinned
