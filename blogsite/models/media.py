"""The pictures of a blog: which posts use each, and which may go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import ngettext

from blogsite.database import atomic
from blogsite.models.blog import Blog
from blogsite.models.errors import Forbidden, Invalid
from blogsite.models.listing import NEWEST, Window
from blogsite.models.picture import Picture
from blogsite.models.post import Post
from blogsite.models.post.picturing import Use
from blogsite.models.user import User


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """One page of a blog's pictures, with the posts that use each, and the keys beside it."""

    pictures: Sequence[Picture]
    uses: Mapping[Any, Sequence[Use]]
    used_bytes: int
    older: str | None
    newer: str | None


def shelf(blog: Blog, *, search: str = "", window: Window = NEWEST) -> Shelf:
    """One page of a blog's pictures, the last sent first."""
    page = Picture.in_blog(blog.id, search=search, window=window)
    return Shelf(
        pictures=page.found,
        uses=Post.using(page.found),
        used_bytes=Picture.used(blog.id),
        older=page.older,
        newer=page.newer,
    )


@atomic
def describe(picture: Picture, alt: str, *, by: User) -> None:
    """Say what a picture shows; posts whose cover it is say so too.

    Raises:
        Invalid: that is too long.
        Forbidden: by somebody who does not belong to its blog.
        NotFound: it is gone.
    """
    picture.describe(alt, by=by)
    Post.redraw_covers(picture)


@atomic
def remove(picture: Picture, *, by: User) -> None:
    """Delete a picture that no post uses; harmless when it is gone.

    Raises:
        Invalid: posts use it, those in the trash counted.
        Forbidden: by somebody who does not belong to its blog.
    """
    if not picture.refresh():
        return
    if not picture.editable_by(by):
        raise Forbidden
    if uses := Post.using([picture])[picture.id]:
        raise Invalid(
            ngettext(
                "A post uses this picture: take it out there first.",
                "%(num)d posts use this picture: take it out there first.",
                len(uses),
            )
        )
    picture.erase()
