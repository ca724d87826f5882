"""What is stored of a picture; its files are in GridFS."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Any, ClassVar, Self

from bson import ObjectId
from pymongo import IndexModel

from blogsite.database import Document, files
from blogsite.lib import clock, images
from blogsite.models.errors import Forbidden, NotFound
from blogsite.models.membership import Membership
from blogsite.models.user import User

WAITING, READY, REFUSED = "waiting", "ready", "refused"

ORIGINAL = "original"

REDRAWING = "redraw-picture"
"""The job that draws a picture anew in the posts that show it."""

SPARING = "picture-avif"
"""The job that makes the smaller ones once more, in fewer bytes."""

# What an index of its own serves: a query finds it by saying the same.
UNDESCRIBED: dict[str, Any] = {"alt": "", "decorative": False}

SUFFIXES: Mapping[str, str] = {
    "JPEG": "jpg",
    "PNG": "png",
    "WEBP": "webp",
    "GIF": "gif",
    "AVIF": "avif",
}


@dataclass(frozen=True, kw_only=True)
class PictureFile:
    """A stored file: its id never names another content, and knows when it was stored."""

    id: ObjectId
    length: int
    kind: str

    @property
    def stored_at(self) -> datetime:
        return self.id.generation_time

    def pieces(self, start: int, stop: int) -> Iterator[bytes]:
        """Its bytes from one place to before another, some at a time.

        Raises:
            NotFound: it is gone; if some of it was read already, `FileIncomplete`.
        """
        pieces = files.pieces(self.id, start, stop)
        try:
            first = next(pieces, b"")
        except files.FileIncomplete as gone:
            raise NotFound from gone
        return chain((first,), pieces)


@dataclass(kw_only=True, eq=False)
class PictureFields(Document):
    """The stored picture.

    `digest` is the SHA-256 of what was sent, `original` the file of that without what it told,
    `renditions` the smaller ones by the widths they were made for, as WebP and, under `avif`, as
    AVIF where that takes fewer bytes. It is `waiting` until these are
    there, or `refused` when they could not be made. `used_at` moves whenever a post begins to use
    it, so that nobody removes it at that moment. `alt` is what it shows, in words; it has none on
    purpose if it is `decorative`. `edition` counts how often the file was replaced.
    """

    collection_name: ClassVar[str] = "pictures"
    indexes = (
        IndexModel([("blog_id", 1), ("digest", 1)], unique=True),
        IndexModel([("blog_id", 1), ("uploaded_at", -1), ("_id", -1)]),
        IndexModel([("blog_id", 1), ("size", 1)]),
        IndexModel(
            [("blog_id", 1), ("uploaded_at", -1), ("_id", -1)],
            name="undescribed",
            partialFilterExpression=UNDESCRIBED,
        ),
        IndexModel([("user_id", 1), ("_id", 1)]),
    )

    blog_id: Any
    user_id: Any
    digest: str
    kind: str
    label: str
    width: int
    height: int
    original: Any
    size: int
    placeholder: str
    alt: str = ""
    decorative: bool = False
    edition: int = 1
    animated: bool = False
    clear: bool = False
    state: str = WAITING
    renditions: dict[str, dict[str, Any]] = field(default_factory=dict)
    uploaded_at: datetime = field(default_factory=clock.now)
    used_at: datetime | None = None

    @classmethod
    def get(cls, picture_id: ObjectId) -> Self:
        """The picture of that id.

        Raises:
            NotFound: there is none.
        """
        picture = cls.find({"_id": picture_id})
        if picture is None:
            raise NotFound
        return picture

    @classmethod
    def of_blog(cls, picture_id: Any, *, blog_id: Any) -> Self:
        """The picture of that id in a blog.

        Raises:
            NotFound: there is none in it.
        """
        picture = cls.get(picture_id)
        if picture.blog_id != blog_id:
            raise NotFound
        return picture

    @property
    def ready(self) -> bool:
        return self.state == READY

    @property
    def waiting(self) -> bool:
        return self.state == WAITING

    @property
    def refused(self) -> bool:
        return self.state == REFUSED

    @property
    def undescribed(self) -> bool:
        """Whether nobody has said what it shows, nor that there is nothing to say."""
        return not self.alt and not self.decorative

    @property
    def sizes(self) -> dict[str, images.Size]:
        """Width and height of each of the smaller ones, made already or not."""
        return images.planned((self.width, self.height), animated=self.animated)

    def file(self, size: str, *, avif: bool = False) -> PictureFile:
        """What is stored of one of its sizes, of which nothing is read yet.

        Arguments:
            size: one of `sizes`, or `ORIGINAL`.
            avif: whether an AVIF would do as well as a WebP.

        Raises:
            NotFound: it has no such size, or not yet.
        """
        if size == ORIGINAL:
            return PictureFile(id=self.original, length=self.size, kind=self.kind)
        if size not in self.renditions:
            raise NotFound
        made, kind = self.renditions[size], "WEBP"
        if avif and "avif" in made:
            made, kind = made["avif"], "AVIF"
        return PictureFile(id=made["file_id"], length=made["length"], kind=kind)

    @property
    def before(self) -> bytes:
        """What is shown until the true one is there: a WebP of a few pixels."""
        return base64.b64decode(self.placeholder)

    @property
    def largest(self) -> str:
        """The name of its largest size."""
        return list(self.sizes)[-1]

    @property
    def file_ids(self) -> list[Any]:
        """All that is stored of it in GridFS."""
        made = self.renditions.values()
        again = (one["avif"] for one in made if "avif" in one)
        return [self.original, *(one["file_id"] for one in chain(made, again))]

    @property
    def file_name(self) -> str:
        """What its file is called where it is handed out: no more than that."""
        stem = self.label.rpartition(".")[0] or self.label or "picture"
        return f"{stem}.{SUFFIXES[self.kind]}"

    def editable_by(self, user: User | None) -> bool:
        """Whether somebody may change it: the owner and the editors of its blog."""
        return Membership.of(user, blog_id=self.blog_id) is not None

    def _begin_change(self, by: User) -> None:
        if not self.refresh():
            raise NotFound
        if not self.editable_by(by):
            raise Forbidden
