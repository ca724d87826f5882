"""Moving a post to the trash and taking it out again."""

from __future__ import annotations

from blogsite.database import atomic
from blogsite.lib import clock
from blogsite.models.errors import NotFound
from blogsite.models.post.fields import PostFields, Trashing
from blogsite.models.user import User


class Trashable(PostFields):
    """A post in the trash is seen by nobody, and is as it was when it comes back."""

    @atomic
    def trash(self, *, by: User) -> None:
        """Move it to the trash; harmless when it is there.

        Raises:
            NotFound: the post is gone.
        """
        if not self.refresh():
            raise NotFound
        if not self.trashed:
            self._change(trashing=Trashing(at=clock.now(), by=by.id))

    @atomic
    def restore(self) -> None:
        """Take it out of the trash; harmless when it is not there.

        Raises:
            NotFound: the post is gone.
        """
        if not self.refresh():
            raise NotFound
        if self.trashed:
            self._change(trashing=None)
