"""Two saves that started from one version: what becomes of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from flask_babel import gettext as _

from blogsite.lib import merging, text
from blogsite.lib.aligning import Effort
from blogsite.lib.diffing import BETWEEN, Comparison, compare
from blogsite.lib.merging import Merge
from blogsite.models.post.fields import MOST_TAGS, PostFields
from blogsite.models.post.marks import mark
from blogsite.models.revision import Revision
from blogsite.models.user import User


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody wants a post to say; None: what it says."""

    title: str | None = None
    content: str | None = None
    tags: list[str] | None = None
    slug: str | None = None

    @classmethod
    def of(cls, **given: Any) -> Self:
        """What was sent, as it would be stored: so that it can be compared with what is."""
        if given["title"] is not None:
            given["title"] = text.line(given["title"])
        if given["content"] is not None:
            given["content"] = text.tidy(given["content"])
        return cls(**given)


@dataclass(frozen=True, kw_only=True)
class Reconciliation:
    """Mine and theirs, and what could be put together of both.

    Arguments:
        mine: what is to be saved now.
        by: who wants that.
        title: the one that neither contradicts; None: each has another.
        their_title: the one that is stored.
        their_tags: those that are stored.
        text: both texts together, with the clashes.
        tags: those of both, without those that either took away.
        slug: chosen by me; None: not chosen.
        version: the one that is stored.
        other: who saved it last; None: somebody whose account is gone.
        at: when that was.
    """

    mine: Wish
    by: User
    title: str | None
    their_title: str
    their_tags: Sequence[str]
    text: Merge
    tags: list[str]
    slug: str | None
    version: int
    other: User | None
    at: datetime

    @property
    def clean(self) -> bool:
        """Whether nobody needs to decide anything."""
        return self.title is not None and self.text.clean and not self.too_many_tags

    @property
    def too_many_tags(self) -> bool:
        """Whether both sides together have more tags than a post may have: which, a person says."""
        return len(self.tags) > max(MOST_TAGS, len(self.their_tags))

    @property
    def mine_too(self) -> bool:
        """Whether both were the same person, in two windows."""
        return self.by == self.other

    @property
    def other_name(self) -> str:
        return (self.other.name if self.other else "") or _("somebody else")

    @property
    def clashes(self) -> Sequence[Comparison]:
        """Each place with two versions: theirs as the old one, mine as the new one."""
        effort = Effort()
        return [
            compare(BETWEEN.join(one.theirs), BETWEEN.join(one.mine), effort)
            for one in self.text.parts
            if one.clash
        ]

    @property
    def merged(self) -> Sequence[str]:
        """The paragraphs on which there is nothing to decide."""
        return [one for part in self.text.parts for one in part.merged]

    @property
    def result(self) -> Wish:
        """What both made; of a clean one only."""
        return Wish(title=self.title, content=self.text.text, tags=self.tags, slug=self.slug)

    @property
    def proposal(self) -> str:
        """A text to go on from: what was merged, and of each clash both versions, marked."""
        return self.text.text if self.text.clean else BETWEEN.join(self._marked())

    def _marked(self) -> Iterator[str]:
        for part in self.text.parts:
            yield from part.merged
            if part.clash:
                yield mark(_("Saved by %(name)s", name=self.other_name))
                yield from part.theirs
                yield mark(_("Not saved yet, by %(name)s", name=self.by.name or self.by.email))
                yield from part.mine
                yield mark(_("End of the two versions"))


def reconciled(post: PostFields, mine: Wish, *, version: int, by: User) -> Reconciliation:
    """What becomes of a wish that started from an older version.

    Arguments:
        post: as it is stored now.
        mine: the wish.
        version: the one that it started from.
        by: whose wish it is.
    """
    base = Revision.as_of(post, version) if version <= post.version else None
    present = Revision.present(post)
    people = {"_id": present.author_id if present else post.author_id}
    return Reconciliation(
        mine=mine,
        by=by,
        title=_title(base, mine.title, post.title),
        their_title=post.title,
        their_tags=post.tags,
        text=_text(base, mine.content, post.source),
        tags=_tags(base, mine.tags, post.tags),
        slug=None if base and mine.slug == base.slug else mine.slug,
        version=post.version,
        other=User.find(people),
        at=present.at if present else post.updated_at,
    )


def _title(base: Revision | None, mine: str | None, theirs: str) -> str | None:
    if mine is None or mine == theirs or (base and mine == base.title):
        return theirs
    return mine if base and theirs == base.title else None


def _text(base: Revision | None, mine: str | None, theirs: str) -> Merge:
    return merging.merge(base.source if base else None, theirs if mine is None else mine, theirs)


def _tags(base: Revision | None, mine: list[str] | None, theirs: list[str]) -> list[str]:
    return theirs if mine is None else merging.merge_tags(base.tags if base else [], mine, theirs)
