"""Moving a post to the trash and taking it out again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from blogsite.database import atomic
from blogsite.lib import clock
from blogsite.models import signals
from blogsite.models.errors import Invalid
from blogsite.models.post.fields import PostFields, Removal, Trashing
from blogsite.models.revision import Revision
from blogsite.models.user import User

ERASED: Mapping[str, Any] = {
    **dict.fromkeys(("title", "source", "html", "excerpt"), ""),
    **dict.fromkeys(("summary", "canonical_url", "language", "direction"), ""),
    **dict.fromkeys(("dated_at", "pinning", "menu_place", "part")),
    "tags": [],
    "contents": [],
    "word_count": 0,
    "publication": None,
    "unlisting": None,
    "text_version": None,
}
"""What a tombstone says: nothing."""


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
            self._change(trashing=Trashing(at=clock.now(), by=by.id), **unseen, **never)
            signals.tell(signals.post_trashed, self, by=by)

    @atomic
    def restore(self, *, by: User) -> None:
        """Take it out of the trash; harmless when it is not there.

        Raises:
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
        signals.tell(signals.post_removed, self, by=by)
        Revision.forget(blog_id=self.blog_id, post_id=self.id)
        if not self.once_public:
            self.delete()
            return
        self._change(**ERASED, removal=Removal(at=clock.now(), by=by.id))

    def check_removable(self) -> None:
        """Let pass what may be deleted for good.

        Raises:
            Invalid: it is not in the trash.
        """
        if not self.trashed:
            raise Invalid(_("Only what is in the trash can be deleted for good."))
