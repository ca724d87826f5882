"""What is stored of a redirect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Self

from pymongo import IndexModel

from blogsite.database import NOT_STORED, Document
from blogsite.lib import clock, paths

MOST = 500
"""Of one blog: all of them stand on one page."""
LONGEST_PATH = 300


@dataclass(kw_only=True, eq=False)
class Redirect(Document):
    """From a path below a blog to a post, a page of the blog, or elsewhere: one of the three.

    A post is named by its id, so that it may move; a page by what follows the blog's name. `path`
    is in small letters: what led there did not always tell them apart.
    """

    collection_name: ClassVar[str] = "redirects"
    indexes = (IndexModel([("blog_id", 1), ("path", 1)], unique=True),)

    blog_id: Any
    path: str
    post_id: Any = None
    page: str | None = None
    url: str | None = None
    created_at: datetime = field(default_factory=clock.now)
    post: Any = field(default=None, repr=False, metadata=NOT_STORED)
    hidden: bool = field(default=False, repr=False, metadata=NOT_STORED)

    @classmethod
    def of_blog(cls, blog_id: Any) -> Sequence[Self]:
        """All of a blog, by their paths."""
        found = cls.collection().find({"blog_id": blog_id}).sort([("blog_id", 1), ("path", 1)])
        return cls.load_all(found.limit(MOST))

    @classmethod
    def forget(cls, blog_id: Any) -> None:
        """Remove all of a blog."""
        cls.collection().delete_many({"blog_id": blog_id})

    @property
    def aim(self) -> dict[str, Any]:
        """Where it leads, as it is stored."""
        return {"post_id": self.post_id, "page": self.page, "url": self.url}


def key(parts: Sequence[str]) -> str:
    """How a path is stored and found."""
    return "/".join(parts).lower()


def shown(path: str) -> str:
    """A stored path as an address writes it, without the blog."""
    return paths.joined(path.split("/")) if path else "/"
