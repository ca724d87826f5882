"""The picture of a blog: beside its name, in lists, in feeds and on the tabs of browsers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import IO, Any, ClassVar

from blogsite.database import Document
from blogsite.lib import clock
from blogsite.models import portrait
from blogsite.models.blog import Blog
from blogsite.models.errors import Forbidden, Gone, NotFound
from blogsite.models.throttle import Rate
from blogsite.models.user import User

UPLOADS = Rate("pictures of blogs of a writer", 20, timedelta(hours=1))


@dataclass(kw_only=True, eq=False)
class BlogPicture(Document):
    """One blog's, under its id; `digest` is the present one, `former` are those before it."""

    collection_name: ClassVar[str] = "blog_pictures"

    digest: str | None = None
    content: bytes = field(default=b"", repr=False)
    former: list[str] = field(default_factory=list)
    changed_at: datetime = field(default_factory=clock.now)

    @classmethod
    def at(cls, blog_id: Any, digest: str) -> bytes:
        """The WebP of that address.

        Raises:
            Gone: it was there once, or its blog was.
            NotFound: it never was.
        """
        found = cls.find({"_id": blog_id})
        if found is None:
            blog = Blog.find({"_id": blog_id})
            raise Gone if blog and blog.removed else NotFound
        if digest != found.digest:
            raise Gone if digest in found.former else NotFound
        return found.content

    @classmethod
    def choose(cls, picture: IO[bytes], *, of: Blog, by: User) -> None:
        """Take a picture in the place of the present one.

        Raises:
            Forbidden: by somebody who does not belong to the blog.
            Invalid: it is no picture that we know, is damaged, or too large.
            TooOften: there were many lately.
        """
        _check_member(of, by)
        UPLOADS.of(by.id).take(field="picture")
        cls.keep(portrait.made_small(picture), of=of)

    @classmethod
    def remove(cls, *, of: Blog, by: User) -> None:
        """Show none any more; harmless when there is none.

        Raises:
            Forbidden: by somebody who does not belong to the blog.
        """
        _check_member(of, by)
        cls.keep(b"", of=of)

    @classmethod
    def keep(cls, content: bytes, *, of: Blog) -> None:
        """Show a WebP of ours; an empty one takes away what is shown."""
        portrait.replace(cls, of, content, name="picture")


def _check_member(blog: Blog, user: User) -> None:
    if not blog.editable_by(user):
        raise Forbidden
