"""Who may do what in a blog."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from pymongo import IndexModel

from blogsite.database import Document
from blogsite.lib import clock
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
    def all_of(cls, user: User) -> list[Membership]:
        """All of a person's memberships."""
        return cls.load_all(cls.collection().find({"user_id": user.id}))
