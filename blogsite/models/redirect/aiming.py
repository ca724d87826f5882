"""Finding what redirects are to lead to, for all that are kept at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bson import ObjectId
from flask_babel import gettext as _

from blogsite.models.blog import Blog
from blogsite.models.errors import Invalid
from blogsite.models.forwarding import canonical
from blogsite.models.post import Post
from blogsite.models.post.addressing import claimant
from blogsite.models.post.lists import IN_A_ROW, NO_TEXT
from blogsite.models.redirect.noun import Redirect, key
from blogsite.models.redirect.wishes import Wish, elsewhere, inside

Aim = dict[str, Any]

_ID = re.compile(r"[0-9a-f]{24}")


class Aims:
    """What a blog has, and what is wished besides: each aim is followed to its end.

    Since none leads to another redirect, none can lead in a circle, today or after any rename.
    """

    def __init__(
        self, blog: Blog, *, known: Mapping[str, Redirect], wished: Mapping[str, Wish]
    ) -> None:
        self._blog = blog
        self._known = known
        self._wished = wished
        self._posts = _claiming(blog, {*wished, *_single(wished.values())})

    def check_free(self, parts: Sequence[str]) -> None:
        """Let pass an address at which nothing of the blog stands.

        Raises:
            Invalid: something does: the redirect would never be seen.
        """
        post = self._post_at(parts)
        if post and post.removal:
            raise Invalid(
                _("A post stood there and was deleted: its address says that, for good."),
                field="source",
            )
        if post:
            raise Invalid(_("A post of this blog has or had this address."), field="source")
        if canonical(self._blog, parts):
            raise Invalid(_("This is the address of a page of the blog itself."), field="source")

    def of(self, wish: Wish, *, passed: Sequence[str] = ()) -> Aim:
        """Where a wish leads in the end.

        Raises:
            Invalid: nowhere, in a circle, or to what is not to be led to.
        """
        parts = inside(wish.target)
        if parts is None:
            return _aim(url=elsewhere(wish.target))
        if len(parts) == 2 and parts[0] == "posts" and _ID.fullmatch(parts[1]):
            return self._by_id(ObjectId(parts[1]))
        if parts and parts[0].startswith("@"):
            name, *parts = parts
            if name[1:].lower() not in (self._blog.slug, *self._blog.old_slugs):
                return self._of_another_blog(name[1:].lower(), parts)
        return self._below(parts, passed=passed)

    def _below(self, parts: Sequence[str], *, passed: Sequence[str]) -> Aim:
        if not parts:
            return _aim(page="")
        if post := self._post_at(parts):
            return _of_post(post)
        if page := canonical(self._blog, parts):
            return _aim(page=page.removeprefix(f"/@{self._blog.slug}/"))
        path = key(parts)
        if path in passed:
            raise Invalid(_("This leads in a circle."), field="target")
        if path in self._wished:
            return self.of(self._wished[path], passed=[*passed, path])
        if path in self._known:
            return self._known[path].aim
        raise Invalid(_("There is no post or page of this blog at that address."), field="target")

    def _by_id(self, post_id: ObjectId) -> Aim:
        post = Post.find({"_id": post_id})
        if post is None or (post.blog_id != self._blog.id and not post.published):
            raise Invalid(_("There is no post with that id."), field="target")
        return _of_post(post)

    def _of_another_blog(self, name: str, parts: Sequence[str]) -> Aim:
        blog = Blog.known_as(name)
        post: Post | None = None
        if blog and not blog.removed and len(parts) == 1:
            post = Post.at(parts[0].lower(), blog_id=blog.id)
        if post is None or not post.published:
            raise Invalid(
                _("Of another blog of this site only a published post can be led to."),
                field="target",
            )
        return _of_post(post)

    def _post_at(self, parts: Sequence[str]) -> Post | None:
        slug = _slug(parts)
        found = [one for one in self._posts if slug in (one.slug, *one.old_slugs)] if slug else []
        post: Post | None = claimant(found, slug)
        return post


def _of_post(post: Post) -> Aim:
    if post.removal:
        raise Invalid(_("What was there has been deleted for good."), field="target")
    return _aim(post_id=post.id)


def _aim(*, post_id: Any = None, page: str | None = None, url: str | None = None) -> Aim:
    return {"post_id": post_id, "page": page, "url": url}


def _slug(parts: Sequence[str]) -> str:
    return key(parts).removesuffix(".md") if len(parts) == 1 else ""


def _single(wishes: Iterable[Wish]) -> set[str]:
    """The slugs that the targets of wishes may mean."""
    slugs = set()
    for wish in wishes:
        try:
            parts = inside(wish.target) or []
        except Invalid:
            continue
        slugs.add(_slug(parts[1:] if parts and parts[0].startswith("@") else parts))
    return slugs


def _claiming(blog: Blog, slugs: Iterable[str]) -> list[Post]:
    wanted = {"$in": sorted({one.removesuffix(".md") for one in slugs if one})}
    query = {"blog_id": blog.id, "$or": [{"slug": wanted}, {"old_slugs": wanted}]}
    found = Post.collection().find(query, dict(IN_A_ROW)).sort("_id", -1)
    return Post.load_all({**NO_TEXT, **one} for one in found)
