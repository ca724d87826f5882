"""Every saved version of a post is kept, for a while or for good."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from blogsite.jobs import job, later
from blogsite.lib import clock
from blogsite.models.listing import NEWEST, Window
from blogsite.models.post.fields import PostFields
from blogsite.models.revision import ALL_OF, DAILY_FOR, Revision, Revisions
from blogsite.models.user import User

WORDS = frozenset(("title", "source", "tags"))
"""What a revision is about."""

_JOB = "revisions-prune"
_SOON_AFTER = timedelta(hours=1)


class Revised(PostFields):
    """Each save that changes title, text or tags leaves a revision; the present one is one too."""

    def revisions(self, *, window: Window = NEWEST) -> Revisions:
        """One page of them, the newest first."""
        return Revision.page_of(self, window=window)

    def revision(self, revision_id: Any) -> Revision:
        """The one of that id.

        Raises:
            NotFound: there is none, or none any more.
        """
        return Revision.get(revision_id, post=self)

    def as_revision(
        self, *, by: Any, at: datetime, previous: int | None = None, added: int | None = None
    ) -> Revision:
        """What it says now, to be kept.

        Arguments:
            by: the id of whoever wrote it.
            at: when.
            previous: the version of the revision before.
            added: words more than in that; left out, all of them.
        """
        return Revision(
            blog_id=self.blog_id,
            post_id=self.id,
            author_id=by,
            version=self.text_version or self.version,
            previous=previous,
            title=self.title,
            source=self.source,
            tags=self.tags,
            slug=self.slug,
            word_count=self.word_count,
            pictures=self.pictures,
            added=self.word_count if added is None else added,
            at=at,
        )

    def _newer_than(self, version: int) -> bool:
        """Whether somebody changed the words since, or nobody can say."""
        return (self.text_version or self.version) > version or version > self.version

    def _change_words(self, changes: Mapping[str, Any], *, by: User) -> None:
        """Write what changed, and keep what it says then."""
        if not WORDS & set(changes):
            self._change(**changes)
            return
        previous, count = self._kept_version(), self.word_count
        self._change(**changes, **self._pruning(), text_version=self.version + 1)
        added = self.word_count - count
        self.as_revision(by=by.id, at=self.updated_at, previous=previous, added=added).insert()

    def _kept_version(self) -> int:
        """The version of the present revision, which is kept now if it never was."""
        if self.text_version is None:
            self.as_revision(by=self.author_id, at=self.updated_at).insert()
        return self.text_version or self.version

    def _pruning(self) -> dict[str, datetime]:
        now = clock.now()
        if self.pruning_asked_at and self.pruning_asked_at > now - ALL_OF:
            return {}
        later(_JOB, run_at=now + ALL_OF + _SOON_AFTER, post_id=self.id)
        return {"pruning_asked_at": now}


@job(_JOB)
def prune(post_id: Any, *, finally_: bool = False) -> None:
    """Let go of revisions that nobody needs, and once more when a month is over.

    Arguments:
        post_id: of which post.
        finally_: this is that other time.
    """
    post = Revised.find({"_id": post_id})
    if post and post.text_version and Revision.prune(post) and not finally_:
        later(_JOB, run_at=clock.now() + DAILY_FOR, post_id=post_id, finally_=True)
