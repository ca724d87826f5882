"""Publishing a post now or later, and withdrawing it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from blogsite.database import atomic
from blogsite.lib import clock
from blogsite.models import signals
from blogsite.models.errors import Invalid
from blogsite.models.post import marks
from blogsite.models.post.fields import PostFields, Publication, Withdrawal
from blogsite.models.preview_link import PreviewLink
from blogsite.models.user import User

DRAFT = "draft"
PUBLISHED = "published"
SCHEDULED = "scheduled"
STATUSES = (DRAFT, PUBLISHED, SCHEDULED)


class Publishable(PostFields):
    """A post is public from a moment on: a scheduled one needs nobody to make it so."""

    @atomic
    def publish(self, *, by: User) -> None:
        """Make it public now; one that is public already stays as it is.

        Raises:
            Forbidden: by somebody who may not change it.
            Invalid: there is nothing to publish yet, or it is in the trash.
            NotFound: the post is gone.
        """
        self._begin_change(by)
        if not self._out:
            self._publish(at=clock.now(), by=by)

    @atomic
    def schedule(self, at: datetime | None, *, by: User) -> None:
        """Make it public at a moment to come.

        Raises:
            Forbidden: by somebody who may not change it.
            Invalid: there is no such moment, it is over, there is nothing to publish yet, or it is
                in the trash.
            NotFound: the post is gone.
        """
        self._begin_change(by)
        if at is None:
            raise Invalid(_("Say when it is to be published."), field="publish_at")
        # Forms know seconds only; and what came due while an editor was open is as it should be.
        if self.publication and at in (self.publication.at, _second(self.publication.at)):
            return
        if at <= clock.now():
            raise Invalid(_("Choose a moment that is still to come."), field="publish_at")
        self._publish(at=at, by=by)

    @atomic
    def withdraw(self, *, by: User) -> None:
        """Make it a draft again; harmless when it is one.

        Raises:
            Forbidden: by somebody who may not change it.
            Invalid: it is in the trash.
            NotFound: the post is gone.
        """
        self._begin_change(by)
        if self.publication is not None:
            since = self.public_since if self.once_public else None
            taken = self._taken(by) if self._out else {}
            self._change(publication=None, public_since=since, **taken)
            if taken:
                # Who has had a link since before it was public is one of those it is taken from.
                PreviewLink.forget(post_id=self.id)
            signals.tell(signals.post_withdrawn, self, by=by)

    def set_status(self, status: str, *, by: User, publish_at: datetime | None = None) -> None:
        """Do what leads to a status, as forms name it.

        Raises:
            Invalid: as `publish` and `schedule` do, or there is no such status.
        """
        if status == SCHEDULED:
            self.schedule(publish_at, by=by)
        elif status == PUBLISHED:
            self.publish(by=by)
        elif status == DRAFT:
            self.withdraw(by=by)
        else:
            raise Invalid(_("Choose draft, published or scheduled."), field="status")

    def check_publishable(self) -> None:
        """Let a post with something to read pass.

        Raises:
            Invalid: it has no content, or two versions of a paragraph are still marked in it.
        """
        if not self.source.strip():
            raise Invalid(_("Write something before you publish."), field="content")
        if marks.left_in(self.source):
            raise Invalid(
                _(
                    "Two versions of a paragraph still stand in the text. Keep what you want of "
                    "them and delete the lines between ⟪⟪⟪ and ⟫⟫⟫."
                ),
                field="content",
            )

    def _taken(self, by: User) -> dict[str, Any]:
        """What is kept of a publication that ends now."""
        return {"withdrawal": Withdrawal(at=clock.now(), by=by.id)}

    def _publish(self, *, at: datetime, by: User) -> None:
        self.check_publishable()
        self._change(
            publication=Publication(at=at, by=by.id),
            public_since=self.public_since if self.once_public else at,
        )
        signals.tell(signals.post_published if self._out else signals.post_scheduled, self, by=by)


def _second(at: datetime) -> datetime:
    return at.replace(microsecond=0)
