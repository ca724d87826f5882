"""Taking a picture in: looked at, rid of its secrets, kept once in its blog."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import IO, Any, Self

from bson import ObjectId
from flask import current_app
from flask_babel import gettext as _

from blogsite.database import atomic, files
from blogsite.jobs import later
from blogsite.lib import clock, images, scratch, text
from blogsite.models import workshop
from blogsite.models.errors import Forbidden, Invalid
from blogsite.models.membership import Membership
from blogsite.models.picture.describing import LONGEST_ALT
from blogsite.models.picture.fields import REFUSED, WAITING, PictureFields
from blogsite.models.picture.keeping import LEFTOVERS, SETTLED
from blogsite.models.picture.rendering import RENDERING
from blogsite.models.throttle import Rate
from blogsite.models.user import User

LONGEST_FILE = 64 * 1024 * 1024
"""Bytes. A JPEG of 200 megapixels has 30 to 60 million."""

UPLOADS = Rate("pictures of a writer", 600, timedelta(hours=1))

_LONGEST_LABEL = 100
_LONGEST_ON_DISK = 200
"""Bytes: with its id before it, a file of this name can be unpacked anywhere."""
_PIECE = 1 << 20


class Taken(PictureFields):
    """The same picture sent twice into a blog is the one that is there."""

    @classmethod
    def take(cls, file: IO[bytes], *, label: str, blog_id: Any, by: User, alt: str = "") -> Self:
        """Take a picture in; a job makes the smaller ones.

        Arguments:
            file: what was sent, from its beginning; never held in memory as a whole.
            label: what its sender calls it: kept as a name for people, believed in nothing.
            blog_id: where it belongs.
            by: who sends it.
            alt: what it shows, in words.

        Raises:
            Invalid: it is no picture that we take, is too long, or the blog has no room for it.
            Forbidden: by somebody who does not belong to the blog.
            TooOften: there were many lately.
        """
        if Membership.of(by, blog_id=blog_id) is None:
            raise Forbidden
        UPLOADS.of(by.id).take(field="picture")
        with scratch.folder() as folder:
            sent, original = folder / "sent", folder / "original"
            digest, length = copied(file, sent)
            if known := cls._known(blog_id, digest):
                return known.once_more()
            cls._check_room(blog_id, length)
            seen = workshop.examine(sent, original)
            picture = cls._seen(seen, label=labelled(label), alt=_told(alt), digest=digest)
            picture.blog_id, picture.user_id = blog_id, by.id
            return picture.keep(original)

    @classmethod
    def room_left(cls, blog_id: Any) -> int:
        """How many bytes of pictures a blog may still take in."""
        most = int(current_app.config["SETTINGS"].media_quota) * 1024 * 1024
        return max(0, most - cls.used(blog_id))

    @classmethod
    def used(cls, blog_id: Any) -> int:
        """How many bytes the pictures of a blog take, as they were sent."""
        steps = [
            {"$match": {"blog_id": blog_id}},
            {"$group": {"_id": None, "size": {"$sum": "$size"}}},
        ]
        return int(next((one["size"] for one in cls.collection().aggregate(steps)), 0))

    @classmethod
    def _known(cls, blog_id: Any, digest: str) -> Self | None:
        return cls.find({"blog_id": blog_id, "digest": digest})

    @atomic
    def once_more(self) -> Self:
        """One whose smaller ones could not be made gets another try."""
        if self.refresh() and self.state == REFUSED:
            self.update({"state": WAITING}, expecting={"state": REFUSED})
            later(RENDERING, picture_id=self.id)
        return self

    @classmethod
    def _check_room(cls, blog_id: Any, length: int) -> None:
        if length > cls.room_left(blog_id):
            raise Invalid(
                _("This blog has no room left for it. Delete pictures that no post uses."),
                field="picture",
            )

    @classmethod
    def _seen(cls, seen: images.Seen, *, label: str, alt: str, digest: str) -> Self:
        return cls(
            blog_id=None,
            user_id=None,
            digest=digest,
            label=label,
            alt=alt,
            original=ObjectId(),
            size=0,
            kind=seen.kind,
            width=seen.width,
            height=seen.height,
            animated=seen.animated,
            clear=seen.clear,
            placeholder=seen.placeholder,
        )

    def keep(self, original: Path) -> Self:
        """Store it with its file, unless somebody was faster; the one that is there then."""
        # Asked for first: whatever breaks from here on, its file does not stay without it.
        later(LEFTOVERS, run_at=clock.now() + SETTLED, picture_id=self.id)
        with original.open("rb") as content:
            self.size = files.keep(
                content, file_id=self.original, blog_id=self.blog_id, picture_id=self.id
            )
        kept = self._enter()
        if kept.id != self.id:
            files.forget(self.original)
        return kept

    @atomic
    def _enter(self) -> Self:
        # Somebody may have sent the same at the same moment: the index lets one in, and the
        # others find it here on their next run.
        if known := self._known(self.blog_id, self.digest):
            return known
        self._check_room(self.blog_id, self.size)
        self.insert()
        later(RENDERING, picture_id=self.id)
        return self


def copied(file: IO[bytes], sent: Path) -> tuple[str, int]:
    """Write down what was sent, piece by piece.

    Returns:
        Its SHA-256 and its length.

    Raises:
        Invalid: it is empty, or longer than any picture that we take.
    """
    digest, length = hashlib.sha256(), 0
    with sent.open("wb") as copy:
        while piece := file.read(_PIECE):
            length += len(piece)
            if length > LONGEST_FILE:
                most = LONGEST_FILE // 1024**2
                raise Invalid(
                    _("This file is larger than %(most)s MB. Send a smaller one.", most=most),
                    field="picture",
                )
            digest.update(piece)
            copy.write(piece)
    if not length:
        raise Invalid(_("This file is empty. Choose another one."), field="picture")
    return digest.hexdigest(), length


def labelled(label: str) -> str:
    """What a file is called, as far as it is a name and no path."""
    name = text.file_name(label)[-_LONGEST_LABEL:].encode()[-_LONGEST_ON_DISK:]
    return text.file_name(name.decode(errors="ignore")) or "picture"


def _told(alt: str) -> str:
    return text.line(alt)[:LONGEST_ALT]
