"""The picture of a person: small, square, made anew from whatever was sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import IO, Any, ClassVar

from blogsite.database import Document
from blogsite.lib import clock
from blogsite.models import portrait
from blogsite.models.errors import Gone, NotFound
from blogsite.models.throttle import Rate
from blogsite.models.tombstone import Tombstone
from blogsite.models.user import User

UPLOADS = Rate("pictures of an account", 20, timedelta(hours=1))


@dataclass(kw_only=True, eq=False)
class Avatar(Document):
    """One person's, under his or her id, so that none can be left over.

    The `digest` of its content stands in its address, which never shows anything else; those of
    earlier ones are known as such.
    """

    collection_name: ClassVar[str] = "avatars"

    digest: str | None = None
    content: bytes = field(default=b"", repr=False)
    former: list[str] = field(default_factory=list)
    changed_at: datetime = field(default_factory=clock.now)

    @classmethod
    def at(cls, user_id: Any, digest: str) -> bytes:
        """The WebP of that address.

        Raises:
            Gone: it was there once, or its owner was.
            NotFound: it never was.
        """
        found = cls.find({"_id": user_id})
        if found is None:
            # While an account is being deleted its picture goes first.
            shown = User.find({"_id": user_id, "avatar": digest})
            raise Gone if shown or Tombstone.find({"_id": user_id}) else NotFound
        if digest != found.digest:
            raise Gone if digest in found.former else NotFound
        return found.content

    @classmethod
    def choose(cls, picture: IO[bytes], *, by: User) -> None:
        """Take a picture in the place of the present one.

        Arguments:
            picture: a file, whatever it calls itself.
            by: whose it will be.

        Raises:
            Invalid: it is no picture that we know, is damaged, or too large.
            TooOften: there were many lately.
            NotFound: the account is gone.
        """
        UPLOADS.of(by.id).take(field="picture")
        cls.keep(portrait.made_small(picture), of=by)

    @classmethod
    def remove(cls, *, by: User) -> None:
        """Show no picture any more; harmless when there is none.

        Raises:
            NotFound: the account is gone.
        """
        cls.keep(b"", of=by)

    @classmethod
    def keep(cls, content: bytes, *, of: User) -> None:
        """Show a WebP of ours; an empty one takes away what is shown."""
        portrait.replace(cls, of, content, name="avatar")
