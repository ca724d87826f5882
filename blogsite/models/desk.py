"""What lies before somebody who writes: the blogs, what changed last, drafts, the trash."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from blogsite.models.autosave import FIRST, Autosave, Mark
from blogsite.models.blog import Blog, Blogs
from blogsite.models.listing import NEWEST, Window
from blogsite.models.membership import Membership
from blogsite.models.post import Page, Post
from blogsite.models.user import User

_BEGINNING = {
    "$map": {
        "input": {"$ifNull": ["$written.content", []]},
        "in": {"$substrCP": ["$$this", 0, FIRST]},
    }
}


class Desk:
    """One person's blogs and posts, a page at a time.

    Each page raises `NotFound` when its window is bounded by no key. Beyond some two hundred blogs
    the database reads all their posts to put a page in order.
    """

    def __init__(self, user: User) -> None:
        self._user = user

    def blogs(self, *, window: Window = NEWEST) -> Blogs:
        """The blogs, the last joined first."""
        return Blog.of(self._user, window=window)

    def posts(self, *, window: Window = NEWEST) -> Page:
        """Whatever is not in the trash, the last changed first."""
        return Blog.attached(Post.last_changed(blog_ids=self._blog_ids, window=window))

    def drafts(self, *, window: Window = NEWEST) -> Page:
        """What nobody has said to publish, the last changed first."""
        page = Post.drafts_in(blog_ids=self._blog_ids, window=window, counted=True)
        return Blog.attached(page)

    def scheduled(self, *, window: Window = NEWEST) -> Page:
        """What is not public yet, the next first."""
        page = Post.scheduled_in(blog_ids=self._blog_ids, window=window, counted=True)
        return Blog.attached(page)

    def trash(self, *, window: Window = NEWEST) -> Page:
        """What lies in the trash, the last thrown away first."""
        return Blog.attached(Post.trashed_in(blog_ids=self._blog_ids, window=window))

    def beginnings(
        self, within: Blog | None = None, *, besides: Sequence[Mark] = ()
    ) -> Sequence[Autosave]:
        """New posts that were never saved, of the texts the first words, the last written first.

        Arguments:
            within: one blog; left out, all of theirs.
            besides: up to where the words are shown elsewhere.
        """
        ids = [within.id] if within else self._blog_ids
        begun = {**Autosave.waiting_query(self._user), "post_id": None, "blog_id": {"$in": ids}}
        blogs = {"from": Blog.collection_name, "localField": "blog_id", "foreignField": "_id"}
        pipeline: list[dict[str, Any]] = [
            {"$match": begun},
            {"$set": {"written.content": _BEGINNING}},
            {"$sort": {"at": -1, "sequence": -1}},
            {"$lookup": {**blogs, "as": "blogs"}},
        ]
        found = []
        for stored in Autosave.collection().aggregate(pipeline):
            one = Autosave.load(stored)
            one.loaded_blog = Blog.load(stored["blogs"][0]) if stored["blogs"] else None
            found.append(one)
        shown = (one for one in found if not one.is_in(besides))
        return [one for one in shown if one.loaded_blog and not one.loaded_blog.removed]

    @cached_property
    def _blog_ids(self) -> Sequence[Any]:
        return Membership.blog_ids_of(self._user)
