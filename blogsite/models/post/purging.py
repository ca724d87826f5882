"""Deleting what is left of a blog's posts, when the blog itself is gone."""

from __future__ import annotations

from typing import Any

from blogsite.database import atomic
from blogsite.models.picture.exposing import OncePublic
from blogsite.models.post.fields import PostFields, Removal
from blogsite.models.post.trashing import ERASED
from blogsite.models.preview_link import PreviewLink
from blogsite.models.revision import Revision
from blogsite.models.search_entry import SearchEntry
from blogsite.models.social_picture import SocialPicture

BATCH = 200


class Purgeable(PostFields):
    """Nobody can see these posts any more, so each may go by itself, and twice does no harm."""

    @classmethod
    def purge(cls, blog_id: Any, *, removal: Removal) -> None:
        """Erase all posts of a blog, some at a time. Of what was public tombstones stay.

        Arguments:
            blog_id: a blog that was deleted.
            removal: when and by whom; what was to be published later never was.
        """
        after = ""
        while found := cls._some(blog_id, after):
            cls._note_pictures(found, removal)
            cls._erase_some(found, blog_id=blog_id, removal=removal)
            after = found[-1]["slug"]
        # After the posts: whatever is saved of one until then is here by now.
        Revision.forget(blog_id=blog_id)
        PreviewLink.forget(blog_id=blog_id)

    @classmethod
    @atomic
    def _note_pictures(cls, found: list[dict[str, Any]], removal: Removal) -> None:
        # As long as the posts are whole: they know which of them were public to the end.
        OncePublic.note(
            picture_id
            for one in found
            if one["publication"] and not one["trashing"] and one["publication"]["at"] <= removal.at
            for picture_id in one.get("pictures", ())
        )

    @classmethod
    @atomic
    def _erase_some(cls, found: list[dict[str, Any]], *, blog_id: Any, removal: Removal) -> None:
        public = [one["_id"] for one in found if _was_public(one, removal)]
        never = [one["_id"] for one in found if not _was_public(one, removal)]
        gone = {"at": removal.at, "by": removal.by}
        erased = {**ERASED, "trashing": gone, "removal": gone}
        # Who revises it at this moment finds another version and gives up.
        cls.collection().update_many(
            {"_id": {"$in": public}, "blog_id": blog_id, "removal": None},
            {"$set": erased, "$inc": {"version": 1}},
        )
        cls.collection().delete_many({"_id": {"$in": never}, "blog_id": blog_id})
        SearchEntry.forget([*public, *never])
        SocialPicture.forget([*public, *never])

    @classmethod
    def _some(cls, blog_id: Any, after: str) -> list[dict[str, Any]]:
        query = {"blog_id": blog_id, "slug": {"$gt": after}}
        shown = dict.fromkeys(("slug", "public_since", "publication", "trashing", "pictures"), 1)
        found = cls.collection().find(query, shown)
        return list(found.sort([("blog_id", 1), ("slug", 1)]).limit(BATCH))


def _was_public(stored: dict[str, Any], removal: Removal) -> bool:
    return stored["public_since"] is not None and stored["public_since"] <= removal.at
