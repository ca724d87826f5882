"""Pictures that we made ourselves, with their smaller ones: entered many at once, unexamined."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from bson import ObjectId

from blogsite.database import files
from blogsite.lib import images
from blogsite.models.picture.fields import READY, PictureFields
from blogsite.models.user import User


@dataclass(frozen=True, kw_only=True)
class Finished:
    """A picture and its smaller ones; nothing in it came from anybody else.

    Arguments:
        kind: one of `lib.images.FORMATS`.
        content: the file.
        size: its width and height.
        placeholder: a WebP of a few pixels in Base64.
        renditions: WebP files by the names of the sizes that are planned for it.
    """

    kind: str
    content: bytes
    size: images.Size
    placeholder: str
    renditions: Mapping[str, bytes]


@dataclass(frozen=True, kw_only=True)
class Captioned:
    """A finished picture as one blog has it."""

    picture: Finished
    label: str
    alt: str
    at: datetime


class Finishable(PictureFields):
    """Such pictures wait for no job."""

    @classmethod
    def enter(cls, some: Sequence[Captioned], *, blog_id: Any, by: User) -> list[Self]:
        """Take pictures into a blog that has none of them yet, ready to be shown."""
        pictures = [cls._entered(one, blog_id=blog_id, by=by) for one in some]
        contents = (
            content
            for picture, one in zip(pictures, some, strict=True)
            for content in picture._contents(one.picture)  # noqa: SLF001 (one of ours)
        )
        files.keep_all(contents)
        cls.insert_all(pictures)
        return pictures

    @classmethod
    def _entered(cls, one: Captioned, *, blog_id: Any, by: User) -> Self:
        made = one.picture
        sizes = images.planned(made.size)
        renditions = {
            name: {
                "width": sizes[name][0],
                "height": sizes[name][1],
                "file_id": ObjectId(),
                "length": len(content),
            }
            for name, content in made.renditions.items()
        }
        return cls(
            blog_id=blog_id,
            user_id=by.id,
            digest=hashlib.sha256(made.content).hexdigest(),
            kind=made.kind,
            label=one.label,
            alt=one.alt,
            width=made.size[0],
            height=made.size[1],
            original=ObjectId(),
            size=len(made.content),
            placeholder=made.placeholder,
            state=READY,
            renditions=renditions,
            uploaded_at=one.at,
        )

    def _contents(self, made: Finished) -> Iterator[tuple[bytes, dict[str, Any]]]:
        facts = {"blog_id": self.blog_id, "picture_id": self.id}
        yield made.content, {"_id": self.original, **facts}
        for name, content in made.renditions.items():
            yield content, {"_id": self.renditions[name]["file_id"], **facts}
