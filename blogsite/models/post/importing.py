"""Posts that were written elsewhere or at another time, taken in many at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Self

from flask_babel import gettext as _

from blogsite.database import atomic
from blogsite.lib import clock, slugs
from blogsite.models.errors import Invalid
from blogsite.models.post.addressing import RESERVED_SLUGS
from blogsite.models.post.cover import Cover, together
from blogsite.models.post.fields import Publication, Trashing, Withdrawal
from blogsite.models.post.trashing import sweep_later
from blogsite.models.post.writing import Written, as_written
from blogsite.models.revision import Revision
from blogsite.models.user import User

BATCH = 200
"""Posts in one transaction: many enough to be quick, few enough to be over soon."""


@dataclass(frozen=True, kw_only=True)
class Manuscript:
    """A post with the moments of its life so far, each at or after the one before.

    Arguments:
        title: one line.
        content: Markdown.
        tags: words or phrases.
        by: the author, who also did all the rest.
        written_at: when it was begun.
        public_at: when it was, or will be, published; None: it is a draft.
        withdrawn_at: when it became a draft again.
        trashed_at: when it was moved to the trash.
        cover: a picture of the blog, at its head.
        cover_caption: what stands below that.
    """

    title: str
    content: str
    by: User
    written_at: datetime
    tags: Sequence[str] = ()
    public_at: datetime | None = None
    withdrawn_at: datetime | None = None
    trashed_at: datetime | None = None
    cover: Cover | None = None
    cover_caption: str = ""

    @property
    def past(self) -> list[datetime]:
        """What has happened to it, in order; a publication to come has not."""
        moments = (self.written_at, self.public_at, self.withdrawn_at, self.trashed_at)
        return [at for at in moments if at and (at != self.public_at or at <= clock.now())]

    def check_moments(self) -> None:
        """Let a possible life pass.

        Raises:
            Invalid: it was withdrawn but not public before, or something happened in the future
                or before the post was written.
        """
        public_then = self.public_at and self.public_at <= (self.withdrawn_at or clock.now())
        if self.withdrawn_at and not public_then:
            raise Invalid(_("What was never public cannot have been withdrawn."))
        if self.past != sorted(self.past) or self.past[-1] > clock.now():
            raise Invalid(_("The moments of this post are not in order."))


class Imported(Written):
    """The same rules as for a post written now, many posts to a transaction."""

    @classmethod
    def write_many(
        cls, manuscripts: Iterable[Manuscript], *, blog_id: Any, batch: int = BATCH
    ) -> Iterator[list[Self]]:
        """Take posts in, a batch at a time: a batch is there as a whole or not at all.

        Nobody is told: what happened long ago sends no signals and no letters.

        Arguments:
            manuscripts: however many; they are rendered as they are needed.
            blog_id: where they belong.
            batch: how many go into one transaction.

        Yields:
            The posts of each batch, when they are stored.

        Raises:
            Invalid: the rules for what is written, or when, are not kept; the batches before
                are stored.
        """
        coming = iter(manuscripts)
        while few := list(islice(coming, batch)):
            # Rendered before the transaction: one that must be run again does not do it again.
            posts = [cls._taken_in(one, blog_id=blog_id) for one in few]
            yield cls._insert_with_slugs(posts, blog_id=blog_id)

    @classmethod
    def _taken_in(cls, one: Manuscript, *, blog_id: Any) -> Self:
        one.check_moments()
        written = as_written(
            title=one.title, content=one.content, tags=list(one.tags), blog_id=blog_id
        )
        post = cls(
            blog_id=blog_id,
            author_id=one.by.id,
            slug="",
            publication=_publication(one),
            public_since=one.public_at,
            withdrawal=Withdrawal(at=one.withdrawn_at, by=one.by.id) if one.withdrawn_at else None,
            trashing=Trashing(at=one.trashed_at, by=one.by.id) if one.trashed_at else None,
            version=len(one.past),
            text_version=1,
            created_at=one.written_at,
            updated_at=one.past[-1],
            cover=one.cover,
            cover_caption=one.cover_caption,
            **{**written, "pictures": together(one.cover, written["pictures"])},
        )
        if one.public_at:
            post.check_publishable()
        return post

    @classmethod
    @atomic
    def _insert_with_slugs(cls, posts: list[Self], *, blog_id: Any) -> list[Self]:
        bases = {post.id: slugs.slug(post.title, fallback="post") for post in posts}
        taken = cls._taken_slugs(blog_id, set(bases.values())) | RESERVED_SLUGS
        for post in posts:
            post.slug = slugs.free(bases[post.id], taken)
            taken.add(post.slug)
        cls.insert_all(posts)
        if any(post.trashed for post in posts):
            sweep_later()
        Revision.insert_all([one.as_revision(by=one.author_id, at=one.created_at) for one in posts])
        return posts

    @classmethod
    def _taken_slugs(cls, blog_id: Any, bases: Iterable[str]) -> set[str]:
        families = {"$in": [slugs.family(base) for base in sorted(bases)]}
        query = {"blog_id": blog_id, "$or": [{"slug": families}, {"old_slugs": families}]}
        found = cls.collection().find(query, {"slug": 1, "old_slugs": 1})
        return {slug for one in found for slug in (one["slug"], *one.get("old_slugs", ()))}


def _publication(one: Manuscript) -> Publication | None:
    if one.public_at is None or one.withdrawn_at is not None:
        return None
    return Publication(at=one.public_at, by=one.by.id)
