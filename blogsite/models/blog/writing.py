"""Making a blog, and writing in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Self

from blogsite.database import atomic
from blogsite.lib import clock, slugs, text
from blogsite.models import signals
from blogsite.models.autosave import Mark
from blogsite.models.blog.describing import known_language, titled
from blogsite.models.blog.moving import RESERVED_NAMES
from blogsite.models.blog.reading import Readable
from blogsite.models.errors import Forbidden
from blogsite.models.membership import OWNER
from blogsite.models.post import Manuscript, Post, SettingsWish
from blogsite.models.user import User


class Writable(Readable):
    """A blog takes in posts, from its members and from elsewhere."""

    @classmethod
    @atomic
    def create(
        cls,
        *,
        title: str,
        description: str,
        by: User,
        language: str = "",
        created_at: datetime | None = None,
    ) -> Self:
        """A new blog, owned by whoever makes it.

        Arguments:
            title: one line.
            description: one line, perhaps empty.
            by: the owner, whose clock it gets.
            language: what it is written in, see `models.blog.describing`.
            created_at: for a blog from elsewhere, when it began; left out, now.

        Raises:
            Invalid: it has no title, or that is no language.
        """
        title = titled(title)
        blog = cls(
            slug=cls._free_slug(title),
            title=title,
            description=text.line(description),
            language=known_language(language),
            time_zone=by.time_zone,
            created_at=created_at or clock.now(),
            years={},
            role=OWNER,
        ).insert()
        blog.admit(by, role=OWNER)
        signals.tell(signals.blog_created, blog, by=by)
        return blog

    def write(
        self,
        *,
        title: str,
        content: str = "",
        tags: Sequence[str] = (),
        status: str = "draft",
        publish_at: datetime | None = None,
        visibility: str | None = None,
        settings: SettingsWish | None = None,
        by: User,
        closes: Iterable[Mark] = (),
    ) -> Post:
        """A new post in this blog; see `Post.write`.

        Raises:
            Forbidden: by somebody who does not belong to it.
        """
        if not self.editable_by(by):
            raise Forbidden
        post = Post.write(
            blog_id=self.id,
            title=title,
            content=content,
            tags=list(tags),
            status=status,
            publish_at=publish_at,
            visibility=visibility,
            settings=settings,
            by=by,
            closes=closes,
        )
        return self._with(post)

    def import_posts(self, manuscripts: Iterable[Manuscript]) -> Iterator[int]:
        """Take in posts from elsewhere, however many; see `Post.write_many`.

        Yields:
            How many were just stored, batch by batch.
        """
        return map(len, Post.write_many(manuscripts, blog_id=self.id))

    @classmethod
    def _free_slug(cls, title: str) -> str:
        base = slugs.slug(title, fallback="blog")
        family = slugs.family(base)
        query = {"$or": [{"slug": family}, {"old_slugs": family}]}
        found = cls.collection().find(query, {"slug": 1, "old_slugs": 1})
        taken = {slug for one in found for slug in (one["slug"], *one.get("old_slugs", ()))}
        return slugs.free(base, taken | RESERVED_NAMES)
