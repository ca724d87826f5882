"""A blog: a name, an address, its members and their posts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from blogsite.models.blog.describing import Describable
from blogsite.models.blog.moving import MOST_NAMES, Movable
from blogsite.models.blog.writing import Writable
from blogsite.models.listing import NEWEST, PAGE_LENGTH, Window
from blogsite.models.membership import Membership
from blogsite.models.user import User

__all__ = ["LONGEST_DESCRIPTION", "LONGEST_TITLE", "MOST_NAMES", "Blog", "Blogs"]

LONGEST_TITLE = 120
LONGEST_DESCRIPTION = 500


class Blog(Writable, Describable, Movable):
    """Public from its first day; its slug is never given to another."""

    @classmethod
    def of(cls, user: User, *, window: Window = NEWEST, limit: int = PAGE_LENGTH) -> Blogs:
        """One page of the blogs somebody belongs to, each with the `role`, the last joined first.

        Raises:
            NotFound: the window is bounded by no key.
        """
        rows = Membership.newest_of(user, window=window, limit=limit)
        roles = {one["blog_id"]: one["role"] for one in rows.found}
        blogs = cls.by_ids(list(roles))
        for blog in blogs.values():
            blog.role = roles[blog.id]
        there = [blogs[one] for one in roles if one in blogs and not blogs[one].removed]
        return Blogs(found=there, older=rows.older, newer=rows.newer)


@dataclass(frozen=True, kw_only=True)
class Blogs:
    """Some blogs of a list, and the keys of the pages beside them, where there are any."""

    found: Sequence[Blog]
    older: str | None
    newer: str | None
