"""Moving a post to the trash and taking it out again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bson import ObjectId
from flask_babel import gettext as _

from blogsite.database import atomic
from blogsite.jobs import job, later
from blogsite.lib import clock
from blogsite.models import signals
from blogsite.models.autosave import Autosave
from blogsite.models.errors import Invalid
from blogsite.models.post.fields import IN_TRASH, PostFields, Removal, Trashing
from blogsite.models.preview_link import PreviewLink
from blogsite.models.revision import Revision
from blogsite.models.social_picture import SocialPicture
from blogsite.models.user import User

ERASED: Mapping[str, Any] = {
    **dict.fromkeys(("title", "source", "html", "excerpt"), ""),
    **dict.fromkeys(
        ("summary", "canonical_url", "language", "direction", "cover_caption", "twin"), ""
    ),
    **dict.fromkeys(("dated_at", "amended_at", "pinning", "menu_place", "part", "cover")),
    "tags": [],
    "contents": [],
    "pictures": [],
    "word_count": 0,
    "publication": None,
    "unlisting": None,
    "withdrawal": None,
    "text_version": None,
}
"""What a tombstone says: nothing."""

KEPT_FOR = timedelta(days=30)
"""So long a post lies in the trash before it goes for good."""

EXPIRY = "trash-expiry"
"""The job that lets it go, see `models.trash`."""

_BATCH = 100
_SWEEP = "trash-sweep"


class Trashable(PostFields):
    """A post in the trash is seen by nobody; it comes back as it was.

    A scheduled one comes back as a draft: it must not come out by itself while it lies there.
    """

    @atomic
    def trash(self, *, by: User) -> None:
        """Move it to the trash; harmless when it is there.

        Raises:
            NotFound: the post is gone.
        """
        self._begin_change(by, in_trash=True)
        if not self.trashed:
            unseen = {} if self._out else {"publication": None}
            never = {} if self.once_public else {"public_since": None}
            now = clock.now()
            trashing = Trashing(at=now, by=by.id, until=now + KEPT_FOR)
            self._change(trashing=trashing, **unseen, **never)
            later(EXPIRY, run_at=trashing.until, post_id=self.id)
            signals.tell(signals.post_trashed, self, by=by)

    @atomic
    def restore(self, *, by: User) -> None:
        """Take it out of the trash; harmless when it is not there.

        Raises:
            Invalid: it is a page, and the blog has no room for it.
            NotFound: the post is gone.
        """
        self._begin_change(by, in_trash=True)
        if self.trashed:
            self._change(trashing=None)
            signals.tell(signals.post_restored, self, by=by)

    @atomic
    def remove(self, *, by: User) -> None:
        """Delete it for good. Of what was public a tombstone stays: its address answers 410.

        Raises:
            Invalid: it is not in the trash.
            NotFound: the post is gone.
        """
        self._begin_change(by, in_trash=True)
        self.check_removable()
        self._erase(by=by, of=by.id)

    @atomic
    def expire(self) -> None:
        """Delete for good what has lain in the trash for its time; everything else stays.

        What was taken out and thrown away anew has its time from then on.
        """
        there = self.refresh() and self.removal is None
        if not there or self.trashing is None or self.trashing.until is None:
            return
        if self.trashing.until > clock.now():
            later(EXPIRY, run_at=self.trashing.until, post_id=self.id)
            return
        self._erase(by=None, of=self.trashing.by)

    def _erase(self, *, by: User | None, of: ObjectId) -> None:
        signals.tell(signals.post_removed, self, by=by)
        Revision.forget(blog_id=self.blog_id, post_id=self.id)
        PreviewLink.forget(post_id=self.id)
        SocialPicture.forget([self.id])
        Autosave.forget(blog_id=self.blog_id, post_id=self.id)
        if not self.once_public:
            self.delete()
            return
        self._change(**ERASED, removal=Removal(at=clock.now(), by=of))

    def check_removable(self) -> None:
        """Let pass what may be deleted for good.

        Raises:
            Invalid: it is not in the trash.
        """
        if not self.trashed:
            raise Invalid(_("Only what is in the trash can be deleted for good."))


def sweep_later() -> None:
    """Ask that what lies in the trash without an end gets one; a worker does as it starts.

    Such is what was thrown away before there was an end, and what came from elsewhere.
    """
    if _endless(1):
        later(_SWEEP)


@job(_SWEEP)
@atomic
def sweep() -> None:
    """Give an end to some of that, counted from now: nobody was told of one before."""
    until = clock.now() + KEPT_FOR
    ids = [one["_id"] for one in _endless(_BATCH)]
    endless = {"_id": {"$in": ids}, "trashing.until": None, **IN_TRASH}
    Trashable.collection().update_many(endless, {"$set": {"trashing.until": until}})
    for post_id in ids:
        later(EXPIRY, run_at=until, post_id=post_id)
    if len(ids) == _BATCH:
        later(_SWEEP)


def _endless(limit: int) -> list[dict[str, Any]]:
    found = Trashable.collection().find({"trashing.until": None, **IN_TRASH}, {"_id": 1})
    return list(found.sort("_id", 1).limit(limit))
