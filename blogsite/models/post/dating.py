"""The date a post bears: when it became public, or a moment before that its writer chose."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask_babel import gettext as _

from blogsite.lib import clock
from blogsite.models.errors import Invalid
from blogsite.models.post.fields import Publication
from blogsite.models.post.publishing import Publishable
from blogsite.models.user import User

EARLIEST = datetime(1000, 1, 1, tzinfo=UTC)


def check_over(at: datetime | None) -> None:
    """Let pass a date that a post can bear, or none.

    Raises:
        Invalid: it is still to come, or too long ago.
    """
    if at is not None and at > clock.now():
        raise Invalid(
            _("Choose a moment that is over. What is to appear later can be scheduled."),
            field="date",
        )
    if at is not None and at < EARLIEST:
        raise Invalid(_("Choose a date after the year 1000."), field="date")


class Dated(Publishable):
    """A date in the past moves a post in lists and feeds.

    It changes nothing about `public_since`: since when its address has really been public.
    """

    @property
    def date(self) -> datetime | None:
        """What its writer sees and sets, to the minute; None: it will be that of publication."""
        at = self.publication.at if self.publication and self._out else self.dated_at
        return at and at.replace(second=0, microsecond=0)

    def _dated(self, at: datetime | None) -> dict[str, Any]:
        """What changes when it is to bear that date.

        Raises:
            Invalid: a published post is to have none.
        """
        if self.publication is None or not self._out:
            return {"dated_at": at}
        if at is None:
            raise Invalid(_("Say which date this published post is to bear."), field="date")
        return {"publication": Publication(at=at, by=self.publication.by)}

    def check_date(self) -> None:
        """Let pass what has one date only.

        Raises:
            Invalid: it is scheduled, and was to bear another date.
        """
        if self.scheduled and self.dated_at is not None:
            raise Invalid(
                _("A scheduled post bears the date on which it appears. Empty this field."),
                field="date",
            )

    def _taken(self, by: User) -> dict[str, Any]:
        taken = super()._taken(by)
        # Only a chosen date can be before the first moment at which it was public.
        if self.publication and self.public_since and self.publication.at < self.public_since:
            taken["dated_at"] = self.publication.at
        return taken

    def _publish(self, *, at: datetime, by: User) -> None:
        super()._publish(at=at, by=by)
        self.check_date()
        if self.dated_at is not None:
            bears = Publication(at=min(self.dated_at, at), by=by.id)
            self._change(publication=bears, dated_at=None)
