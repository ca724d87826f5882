"""A post that is public for whoever has its address, and that nothing else leads to."""

from __future__ import annotations

from flask_babel import gettext as _

from blogsite.database import atomic
from blogsite.lib import clock
from blogsite.models import signals
from blogsite.models.errors import Invalid
from blogsite.models.post.fields import PostFields, Unlisting
from blogsite.models.user import User

PUBLIC = "public"
UNLISTED = "unlisted"
VISIBILITIES = (PUBLIC, UNLISTED)


class Unlistable(PostFields):
    """Chosen at any time, also before it is published."""

    @property
    def visibility(self) -> str:
        """As forms name it."""
        return UNLISTED if self.unlisted else PUBLIC

    @atomic
    def unlist(self, *, by: User) -> None:
        """Keep it out of all lists; harmless when it is.

        Raises:
            Forbidden: by somebody who may not change it.
            Invalid: it is in the trash.
            NotFound: the post is gone.
        """
        self._begin_change(by)
        if not self.unlisted:
            unlisting = Unlisting(at=clock.now(), by=by.id)
            self._change(unlisting=unlisting, visibility_version=self.version + 1)
            signals.tell(signals.post_unlisted, self, by=by)

    @atomic
    def relist(self, *, by: User) -> None:
        """Let lists show it again; harmless when they may. Raises as `unlist` does."""
        self._begin_change(by)
        if self.unlisted:
            self._change(unlisting=None, visibility_version=self.version + 1)
            signals.tell(signals.post_listed, self, by=by)

    def set_visibility(self, visibility: str, *, by: User, opened_at: int | None = None) -> None:
        """Do what leads to a visibility, as forms name it.

        Arguments:
            opened_at: the version that a form was opened with. One that shows what was changed
                since by somebody else takes that back no more than it puts a post into lists.

        Raises:
            Invalid: as `unlist` does, or there is no such visibility.
        """
        if visibility not in VISIBILITIES:
            raise Invalid(_("Choose public or unlisted."), field="visibility")
        if opened_at is not None and opened_at < self.visibility_version:
            return
        if visibility == UNLISTED:
            self.unlist(by=by)
        else:
            self.relist(by=by)
