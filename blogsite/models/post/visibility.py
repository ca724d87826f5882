"""Who may see a post, and what lists lead to: each rule, and the query that says the same."""

from __future__ import annotations

from typing import Any

from blogsite.lib import clock
from blogsite.models.errors import Gone, NotFound
from blogsite.models.membership import Membership
from blogsite.models.post.fields import LISTED, PostFields
from blogsite.models.user import User


class Visible(PostFields):
    """Public posts are for everybody, the others for the members of their blog.

    An unlisted post is public like any other, for whoever has its address; nothing leads there.
    """

    def visible_to(self, viewer: User | None) -> bool:
        """Whether somebody may read it; `visible_query` finds exactly these."""
        return not self.trashed and (self.published or self.editable_by(viewer))

    def check_visible_to(self, viewer: User | None) -> None:
        """Let pass who may read it.

        Raises:
            Gone: it was public once.
            NotFound: it never was; a stranger is not to know that it exists.
        """
        if not self.visible_to(viewer):
            raise Gone if self.once_public else NotFound

    @classmethod
    def visible_query(cls, viewer: User | None) -> dict[str, Any]:
        """What finds the posts that somebody may read: the twin of `visible_to`."""
        public = {"publication.at": {"$lte": clock.now()}}
        if viewer is None:
            return {"trashing": None, **public}
        own = {"blog_id": {"$in": Membership.blog_ids_of(viewer)}}
        return {"trashing": None, "$or": [public, own]}

    @classmethod
    def listed_query(cls) -> dict[str, Any]:
        """What finds the posts that lists, feeds, search and the like show: the twin of `listed`.

        The same for every reader; a list for members only, with posts in all states, asks by blog.
        """
        return {**cls.visible_query(None), **LISTED}
