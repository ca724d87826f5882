"""The picture of a person: small, square, made anew from whatever was sent."""

from __future__ import annotations

import base64
import hashlib
import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import BoundedSemaphore
from typing import Any, ClassVar

from flask_babel import gettext as _
from pymongo import ReturnDocument

from blogsite.database import Document, atomic
from blogsite.lib import bounded, clock, pictures
from blogsite.models.errors import Gone, Invalid, NotFound
from blogsite.models.throttle import Rate
from blogsite.models.tombstone import Tombstone
from blogsite.models.user import User

log = logging.getLogger(__name__)

LIMITS = bounded.Limits(cpu=6, memory=768 * 1024 * 1024, wall=15)
"""A PNG of 40 million pixels takes 1.4 s and 600 MiB."""

UPLOADS = Rate("pictures of an account", 20, timedelta(hours=1))

_FORMER = 50
_PATIENCE = 10  # seconds
# So that no process of the site needs that much memory more than once.
_turn = BoundedSemaphore(1)


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
    encoded = base64.b64encode(picture).decode()
    if not _turn.acquire(timeout=_PATIENCE):
        raise Invalid(_("Many pictures arrive just now. Send it once more."), field="picture")
    try:
        made = bounded.call(pictures.__file__, "portrait", encoded, limits=LIMITS)
    except bounded.TooMuch as error:
        raise Invalid(
            _("This picture is too large to be made small here. Send one of fewer pixels."),
            field="picture",
        ) from error
    except RuntimeError as error:
        log.warning("a picture could not be read: %s", str(error).strip().rpartition("\n")[2])
        made = None
    finally:
        _turn.release()
    if made is None:
        raise Invalid(
            _("This is no picture we can read. Send a JPEG, PNG, WebP, GIF or AVIF."),
            field="picture",
        )
    return base64.b64decode(made)
