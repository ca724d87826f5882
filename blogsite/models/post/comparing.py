"""Two versions of a post beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from blogsite.lib.diffing import Comparison, Piece, compare, pieces
from blogsite.models.errors import NotFound
from blogsite.models.post.fields import PostFields
from blogsite.models.revision import Revision


@dataclass(frozen=True, kw_only=True)
class Versions:
    """What changed from one revision to another.

    Arguments:
        revision: the one that was asked for.
        before: the one that it changed from; None: there is none older.
        after: the one that it changed to.
        present: whether the one asked for is what the post says now.
    """

    revision: Revision
    before: Revision | None
    after: Revision
    present: bool

    @property
    def text(self) -> Comparison:
        return compare(self.before.source if self.before else "", self.after.source)

    @property
    def title(self) -> Sequence[Piece]:
        return pieces(self.before.title if self.before else "", self.after.title)

    @property
    def same_title(self) -> bool:
        return self.before is not None and self.before.title == self.after.title

    @property
    def new_tags(self) -> Sequence[str]:
        return _without(self.after.tags, self.before.tags if self.before else [])

    @property
    def old_tags(self) -> Sequence[str]:
        return _without(self.before.tags if self.before else [], self.after.tags)


class Compared(PostFields):
    """The revisions of a post, two at a time."""

    def compared(self, revision_id: Any, *, since: Any = None) -> Versions:
        """What changed from a revision to what the post says now.

        What it says now is compared with the revision before.

        Arguments:
            revision_id: which one.
            since: another one, to see what changed from that to this.

        Raises:
            NotFound: the post has not both of them.
        """
        revision = Revision.get(revision_id, post=self)
        present = revision.version == self.text_version
        other: Revision | None
        if since is not None:
            other = Revision.get(since, post=self)
        else:
            other = Revision.before(revision, post=self) if present else Revision.present(self)
        Revision.with_author_names([one for one in (revision, other) if one])
        if since is not None or present:
            return Versions(revision=revision, before=other, after=revision, present=present)
        if other is None:
            raise NotFound
        return Versions(revision=revision, before=revision, after=other, present=False)


def _without(some: Sequence[str], others: Sequence[str]) -> Sequence[str]:
    return [one for one in some if one not in others]
