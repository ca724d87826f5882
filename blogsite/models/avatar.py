"""The picture of a person: small, square, made anew from whatever was sent."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

from flask_babel import gettext as _
from pymongo import ReturnDocument

from blogsite.database import Document, atomic
from blogsite.lib import clock
from blogsite.models import workshop
from blogsite.models.errors import Gone, Invalid, NotFound
from blogsite.models.throttle import Rate
from blogsite.models.tombstone import Tombstone
from blogsite.models.user import User

UPLOADS = Rate("pictures of an account", 20, timedelta(hours=1))

_FORMER = 50


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
    def choose(cls, picture: bytes, *, by: User) -> None:
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
        content = _made_small(picture)
        cls._replace(by, content, hashlib.sha256(content).hexdigest()[:32])

    @classmethod
    def remove(cls, *, by: User) -> None:
        """Show no picture any more; harmless when there is none.

        Raises:
            NotFound: the account is gone.
        """
        cls._replace(by, b"", None)

    @classmethod
    @atomic
    def _replace(cls, user: User, content: bytes, digest: str | None) -> None:
        if not user.refresh():
            raise NotFound
        if user.avatar == digest:
            return
        before = user.avatar
        changes: dict[str, Any] = {
            "$set": {"digest": digest, "content": content, "changed_at": clock.now()},
            "$push": {"former": {"$each": [before] if before else [], "$slice": -_FORMER}},
        }
        cls.collection().find_one_and_update(
            {"_id": user.id}, changes, upsert=True, return_document=ReturnDocument.AFTER
        )
        user.update({"avatar": digest}, expecting={})


def _made_small(picture: bytes) -> bytes:
    if not picture:
        raise Invalid(_("This file is empty. Choose another one."), field="picture")
    with TemporaryDirectory() as folder:
        sent, made = Path(folder) / "sent", Path(folder) / "made"
        sent.write_bytes(picture)
        workshop.portrait(sent, made)
        return made.read_bytes()
