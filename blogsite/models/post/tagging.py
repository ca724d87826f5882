"""Giving a post tags and taking them away, without touching anything else of it."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import ngettext

from blogsite.database import atomic
from blogsite.models import signals
from blogsite.models.errors import Invalid
from blogsite.models.post.fields import MOST_TAGS
from blogsite.models.post.writing import Written, as_written
from blogsite.models.user import User


class Taggable(Written):
    """Tags are compared without case; those that a post has keep their spelling and order."""

    def tag(self, tags: Sequence[str], *, by: User) -> None:
        """Add tags; harmless when it has them.

        Raises:
            Invalid: it would have too many, or it is in the trash.
            NotFound: the post is gone.
        """
        self._retag(add=tags, by=by)

    def untag(self, tags: Sequence[str], *, by: User) -> None:
        """Take tags away; harmless when it has none of them.

        Raises:
            Invalid: it is in the trash.
            NotFound: the post is gone.
        """
        self._retag(remove=tags, by=by)

    @atomic
    def _retag(self, *, by: User, add: Sequence[str] = (), remove: Sequence[str] = ()) -> None:
        self._begin_change(by)
        going = {one.casefold() for one in remove}
        wanted = [one for one in [*self.tags, *add] if one.casefold() not in going]
        tags = as_written(title=None, content=None, tags=wanted, blog_id=None)["tags"]
        if tags == self.tags:
            return
        if len(tags) > max(MOST_TAGS, len(self.tags)):
            raise Invalid(
                ngettext(
                    "It would have more than %(num)d tag.",
                    "It would have more than %(num)d tags.",
                    MOST_TAGS,
                ),
                field="tags",
            )
        self._change_words({"tags": tags}, by=by)
        signals.tell(signals.post_revised, self, by=by)
