"""Where a post is found: its slug, and those it had before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from blogsite.lib import slugs
from blogsite.models.errors import Invalid
from blogsite.models.post.fields import PostFields

RESERVED_SLUGS = frozenset(
    "members settings series authors comments archive search tags media feeds".split()
)


def claiming(slug: str) -> dict[str, Any]:
    """What finds, within a blog, the posts that have that slug or had it."""
    return {"$or": [{"slug": slug}, {"old_slugs": slug}]}


def claimant(found: Sequence[Any], slug: str) -> Any:
    """Of the posts that `claiming` finds, the one that answers; None where there is none."""
    return min(found, key=lambda post: (not post.once_public, post.slug != slug), default=None)


class Addressed(PostFields):
    """An address that was handed out stays; until then it follows the title.

    Only a slug that is chosen moves a post that was public, and the old address leads to the new.
    """

    @classmethod
    def at(cls, slug: str, *, blog_id: Any) -> Any:
        """The post of a blog at that address, or the one that was there before, or None.

        Of an address that was handed out, a draft that wants it too takes nothing away.
        """
        query = {"blog_id": blog_id, **claiming(slug)}
        return cls.answering(cls.collection().find(query).sort("_id", -1), slug)

    @classmethod
    def beside_its_blog(cls, slug: str) -> dict[str, Any]:
        """A stage for a pipeline over blogs: brings as `posts` what `answering` chooses from.

        Of the text they have what readers see.
        """
        steps = [{"$match": claiming(slug)}, {"$sort": {"_id": -1}}, {"$project": {"source": 0}}]
        own = {"localField": "_id", "foreignField": "blog_id", "pipeline": steps}
        return {"$lookup": {"from": cls.collection_name, **own, "as": "posts"}}

    @classmethod
    def answering(cls, stored: Iterable[Mapping[str, Any]], slug: str) -> Any:
        """The one of some posts, the last made first, that answers at an address, see `at`."""
        return claimant(cls.load_all({"source": "", **one} for one in stored), slug)

    @classmethod
    def _free_slug(cls, blog_id: Any, title: str, *, own: str | None = None) -> str:
        base = slugs.slug(title, fallback="post")
        family = slugs.family(base)
        query = {"blog_id": blog_id, "$or": [{"slug": family}, {"old_slugs": family}]}
        found = cls.collection().find(query, {"slug": 1, "old_slugs": 1})
        taken = {slug for one in found for slug in (one["slug"], *one.get("old_slugs", ()))}
        return slugs.free(base, (taken - {own}) | RESERVED_SLUGS)

    def _move(self, *, title: str | None, slug: str | None) -> dict[str, Any]:
        """What changes when there is a new title or a chosen slug."""
        if slug is not None and slug != self.slug:
            return self._chosen(slug)
        if title is None or self.once_public or self.slug_chosen:
            return {}
        return {"slug": self._free_slug(self.blog_id, title, own=self.slug)}

    def _chosen(self, wish: str) -> dict[str, Any]:
        slug = slugs.slug(wish, fallback="")
        if not slug:
            raise Invalid(_("Use letters or digits."), field="slug")
        if slug == self.slug:
            return {}
        if slug in RESERVED_SLUGS or self._is_taken(slug):
            raise Invalid(_("This address is taken in your blog."), field="slug")
        old = [one for one in self.old_slugs if one != slug]
        return {
            "slug": slug,
            "slug_chosen": True,
            "old_slugs": [*old, self.slug] if self.once_public else old,
        }

    def _is_taken(self, slug: str) -> bool:
        """Whether another post has that address, or had it and is not to be brought back."""
        other = {"blog_id": self.blog_id, "_id": {"$ne": self.id}}
        gone = {"old_slugs": slug, "removal": {"$ne": None}}
        query = {**other, "$or": [{"slug": slug}, gone]}
        return self.collection().find_one(query, {"_id": 1}) is not None
