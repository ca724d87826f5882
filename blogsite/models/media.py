"""The pictures of a blog: which posts use each, and which may go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any

from flask_babel import ngettext

from blogsite.database import atomic
from blogsite.models.blog import Blog
from blogsite.models.errors import Forbidden, Invalid
from blogsite.models.listing import NEWEST, Window
from blogsite.models.picture import Description, Picture
from blogsite.models.post import Post
from blogsite.models.post.picturing import Use
from blogsite.models.revision import Revision
from blogsite.models.user import User


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """One page of a blog's pictures, with the posts that use each, and the keys beside it."""

    pictures: Sequence[Picture]
    uses: Mapping[Any, Sequence[Use]]
    used_bytes: int
    undescribed_count: int
    older: str | None
    newer: str | None
    unfinished: bool = False


@dataclass(frozen=True, kw_only=True)
class Whereabouts:
    """The posts that show a picture, and of those that do no more the last revision that did."""

    posts: Sequence[Use]
    revisions: Sequence[Revision]


def shelf(blog: Blog, *, search: str = "", only: str = "", window: Window = NEWEST) -> Shelf:
    """One page of a blog's pictures, the last sent first.

    Arguments:
        search: a part of the name or of the description.
        only: one of `FILTERS`.
        window: which page.
    """
    page = Picture.in_blog(blog.id, search=search, only=only, window=window)
    return Shelf(
        pictures=page.found,
        uses=Post.using(page.found),
        used_bytes=Picture.used(blog.id),
        undescribed_count=Picture.undescribed_count(blog.id),
        older=page.older,
        newer=page.newer,
        unfinished=page.unfinished,
    )


def whereabouts(picture: Picture) -> Whereabouts:
    """Where a picture is shown, and where it was."""
    posts = Post.using([picture])[picture.id]
    now = {one.id for one in posts}
    before: dict[Any, Revision] = {}
    for one in Revision.showing(picture.id, blog_id=picture.blog_id):
        if one.post_id not in now:
            before.setdefault(one.post_id, one)
    return Whereabouts(posts=posts, revisions=list(before.values()))


@atomic
def describe_several(blog: Blog, said: Mapping[Any, Description], *, by: User) -> None:
    """Say what several pictures of a blog show; those that are gone are left out.

    Raises:
        Invalid: one of these descriptions cannot be taken; see `describing.problems`.
        Forbidden: by somebody who does not belong to the blog.
    """
    for picture in Picture.by_ids(list(said), blog_id=blog.id).values():
        told = said[picture.id]
        if (told.alt, told.decorative) != (picture.alt, picture.decorative):
            describe(picture, told.alt, decorative=told.decorative, by=by)


@atomic
def describe(picture: Picture, alt: str, *, decorative: bool = False, by: User) -> None:
    """Say what a picture shows; posts whose cover it is say so at once, the others soon after.

    Raises:
        Invalid: that is too long, or says something of what is there for decoration only.
        Forbidden: by somebody who does not belong to its blog.
        NotFound: it is gone.
    """
    picture.describe(alt, decorative=decorative, by=by)
    Post.redraw_covers(picture)


def replace(picture: Picture, file: IO[bytes], *, label: str, by: User) -> None:
    """Put another file in a picture's place; posts whose cover it is show it at once.

    Raises:
        Invalid: it is no picture that we take, is too long, or there already.
        Forbidden: by somebody who does not belong to its blog.
        NotFound: it is gone.
        TooOften: there were many lately.
    """
    picture.replace(file, label=label, by=by)
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
