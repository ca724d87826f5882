"""Who sees a picture: everybody, those who edit its blog, whoever has a preview link, or nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from bson import ObjectId

from blogsite.lib import images
from blogsite.models.errors import Gone, NotFound
from blogsite.models.picture import ORIGINAL, Picture
from blogsite.models.picture.exposing import OncePublic
from blogsite.models.post import Post
from blogsite.models.post.fields import Removal
from blogsite.models.user import User

_SIZES = frozenset(map(str, images.WIDTHS))


@dataclass(frozen=True, kw_only=True)
class Viewing:
    """A picture in one of its sizes, and whether everybody sees that.

    `removal` is that of its blog, None while there is the blog. `moved` is whether it was asked for
    at an address of a file that was replaced since.
    """

    picture: Picture
    size: str
    public: bool
    moved: bool
    removal: Removal | None

    @classmethod
    def of(cls, picture_id: ObjectId, size: str) -> Self:
        """What somebody asks for, who may see it or not.

        Raises:
            NotFound: there is no such picture, or it has no such size.
            Gone: there was, and everybody could see it.
        """
        picture, removal = _with_its_blog(picture_id)
        if picture is None:
            known = size.partition("-")[0] in _SIZES and OncePublic.knows(picture_id)
            raise Gone if known else NotFound
        size, present = picture.asked_for(size)
        if size not in (*picture.sizes, ORIGINAL):
            raise NotFound
        # What was sent is for those who edit: posts show, and lead to, the others.
        public = size != ORIGINAL and removal is None and Post.show(picture)
        if public and picture.refused:
            # It was shown as waiting.
            raise Gone
        return cls(picture=picture, size=size, public=public, moved=not present, removal=removal)

    def check_visible_to(self, viewer: User | None) -> None:
        """Let pass who edits its blog; there is no need to ask where everybody may see it.

        Raises:
            NotFound: it is not for them to know of.
            Gone: everybody could see it once.
        """
        if not self.picture.editable_by(viewer):
            raise Gone if self._once_public() else NotFound

    def _once_public(self) -> bool:
        if self.size == ORIGINAL:
            return False
        if OncePublic.knows(self.picture.id):
            return True
        # Until the posts of a deleted blog are erased they know it.
        return self.removal is not None and Post.show(self.picture, at=self.removal.at)


def shared(token: str, picture_id: ObjectId, size: str) -> tuple[Picture, str]:
    """A picture of a post and the size of it, for whoever has its preview link.

    Arguments:
        token: from the address that the page gave for this picture, see `PreviewLink`.

    Raises:
        NotFound: the link is revoked, the post does not use the picture or is in the trash, or
            there is no such size.
        Gone: its blog was deleted.
    """
    post = Post.sharing_picture(token, picture_id)
    picture, removal = _with_its_blog(picture_id)
    if picture is None or picture.blog_id != post.blog_id:
        raise NotFound
    size = picture.asked_for(size)[0]
    if size not in picture.sizes:
        raise NotFound
    if removal is not None:
        raise Gone
    return picture, size


def _with_its_blog(picture_id: ObjectId) -> tuple[Picture | None, Removal | None]:
    """A picture, and whether its blog was deleted, in one question."""
    steps: list[dict[str, Any]] = [
        {"$match": {"_id": picture_id}},
        {
            "$lookup": {
                "from": "blogs",
                "localField": "blog_id",
                "foreignField": "_id",
                "as": "blog",
            }
        },
        {"$set": {"blog": None, "removal": {"$first": "$blog.removal"}}},
    ]
    found = next(iter(Picture.collection().aggregate(steps)), None)
    if found is None:
        return None, None
    removal = found["removal"]
    return Picture.load(found), Removal.load(removal) if removal else None
