"""What stands for a post or a blog where others link to it: its words, drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from pymongo import IndexModel

from blogsite.database import Document


@dataclass(kw_only=True, eq=False)
class SocialPicture(Document):
    """The last one that was drawn, under the id of its post or blog.

    `digest` is that of the poster which it shows; `content` a PNG. It may be lost at any time: it
    is drawn anew when somebody asks for it, see `models.social_drawing`.
    """

    collection_name: ClassVar[str] = "social_pictures"
    indexes = (IndexModel([("blog_id", 1)]),)

    blog_id: Any
    digest: str
    content: bytes = field(default=b"", repr=False)

    @classmethod
    def keep(cls, thing_id: Any, content: bytes, *, blog_id: Any, digest: str) -> None:
        """Keep one in the place of what was drawn before."""
        drawn = {"blog_id": blog_id, "digest": digest, "content": content}
        cls.collection(quick=True).update_one({"_id": thing_id}, {"$set": drawn}, upsert=True)

    @classmethod
    def forget(cls, thing_ids: Sequence[Any]) -> None:
        """Remove those of things whose words are gone."""
        cls.collection().delete_many({"_id": {"$in": list(thing_ids)}})

    @classmethod
    def forget_blog(cls, blog_id: Any) -> None:
        """Remove that of a blog and those of its posts."""
        cls.collection().delete_many({"blog_id": blog_id})
