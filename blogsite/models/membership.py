"""Who may do what in a blog."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from pymongo import IndexModel

from blogsite.database import Document
from blogsite.lib import clock
from blogsite.models import listing
from blogsite.models.listing import Rows, Window
from blogsite.models.user import User

OWNER = "owner"
EDITOR = "editor"
ROLES = (OWNER, EDITOR)


@dataclass(kw_only=True, eq=False)
class Membership(Document):
    """One person's part in one blog: its owner, or an editor of its posts."""

    collection_name: ClassVar[str] = "memberships"
    indexes = (
        IndexModel([("blog_id", 1), ("user_id", 1)], unique=True),
        IndexModel([("user_id", 1), ("blog_id", 1)]),
        IndexModel([("user_id", 1), ("created_at", -1), ("_id", -1)]),
    )

    blog_id: Any
    user_id: Any
    role: str
    created_at: datetime = field(default_factory=clock.now)

    @classmethod
    def of(cls, user: User | None, *, blog_id: Any) -> Membership | None:
        """A person's membership of a blog; nobody has none."""
        return cls.find({"blog_id": blog_id, "user_id": user.id}) if user else None

    @classmethod
    def blog_ids_of(cls, user: User) -> list[Any]:
        """The ids of all the blogs that somebody is a member of, read from an index alone."""
        found = cls.collection().find({"user_id": user.id}, {"_id": 0, "blog_id": 1})
        return [one["blog_id"] for one in found]

    @classmethod
    def names_in(cls, blog_id: Any) -> dict[Any, str]:
        """The names of a blog's members by their ids, the first who joined first."""
        user = {"from": User.collection_name, "localField": "user_id", "foreignField": "_id"}
        found = cls.collection().aggregate(
            [{"$match": {"blog_id": blog_id}}, {"$lookup": {**user, "as": "user"}}]
        )
        joined = sorted(found, key=lambda one: (one["created_at"], one["_id"]))
        return {one["user_id"]: one["user"][0]["name"] for one in joined if one["user"]}

    @classmethod
    def newest_of(cls, user: User, *, window: Window, limit: int) -> Rows:
        """One page of a person's memberships, the newest first.

        Raises:
            NotFound: the window is bounded by no key.
        """
        return listing.page(
            cls.collection(),
            {"user_id": user.id},
            by="created_at",
            window=window,
            limit=limit,
            fields={},
        )
