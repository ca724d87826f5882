"""Pictures in the database, made small already: without a process that looks at each."""

from __future__ import annotations

import io
from typing import Any

from bson import ObjectId

from blogsite.database import files
from blogsite.models import Blog, Picture, User
from blogsite.models.picture import READY

PIXEL = "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA"
SIZES = ("480", "960", "1600")


def content(size: str, length: int = 3000) -> bytes:
    """What is stored of a size: other bytes for each."""
    return (f"{size} " * length).encode()[:length]


def read(picture: Picture, size: str) -> bytes:
    """All that is stored of one of its sizes."""
    file = picture.file(size)
    return b"".join(file.pieces(0, file.length))


def stored_picture(blog: Blog, *, by: User, length: int = 3000, **given: Any) -> Picture:
    """One of a blog, of 2000 × 1000 pixels."""
    one = Picture(
        blog_id=blog.id,
        user_id=by.id,
        digest=str(ObjectId()),
        width=2000,
        height=1000,
        original=ObjectId(),
        size=length,
        placeholder=PIXEL,
        **{"state": READY, "kind": "JPEG", "label": "bridge.jpg", **given},
    )
    _keep(one, "original", one.original, length)
    if one.ready:
        one.renditions = {
            size: {"width": int(size), "height": int(size) // 2, "length": length}
            | {"file_id": _keep(one, size, ObjectId(), length)}
            for size in SIZES
        }
    return one.insert()


def _keep(one: Picture, size: str, file_id: ObjectId, length: int) -> ObjectId:
    sent = io.BytesIO(content(size, length))
    files.keep(sent, file_id=file_id, blog_id=one.blog_id, picture_id=one.id)
    return file_id
