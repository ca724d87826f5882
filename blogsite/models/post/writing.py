"""Writing a post and rewriting it; Markdown becomes HTML when it is saved, never later."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self

from flask_babel import gettext as _

from blogsite.database import atomic
from blogsite.lib import text
from blogsite.models import signals
from blogsite.models.errors import Conflict, Invalid
from blogsite.models.post.addressing import Addressed
from blogsite.models.post.publishing import SCHEDULED, Publishable
from blogsite.models.post.rendering import typeset
from blogsite.models.user import User

LONGEST_TITLE = 200
LONGEST_CONTENT = 1024 * 1024
"""Bytes of UTF-8."""
LONGEST_TAG = 50
MOST_TAGS = 20


class Written(Addressed, Publishable):
    """A post has a title, a text and tags."""

    @classmethod
    def write(
        cls,
        *,
        blog_id: Any,
        title: str,
        content: str,
        tags: list[str],
        status: str,
        by: User,
        publish_at: datetime | None = None,
    ) -> Self:
        """A new post, kept as a draft, published, or scheduled.

        Arguments:
            blog_id: where it belongs.
            title: one line.
            content: Markdown.
            tags: words or phrases.
            status: see `models.post.publishing`.
            by: the author.
            publish_at: with the status `scheduled`, when.

        Raises:
            Invalid: the rules for what is written, or when, are not kept.
        """
        written = as_written(title=title, content=content, tags=tags)
        return cls._begin(blog_id, written, status=status, publish_at=publish_at, by=by)

    def revise(
        self,
        *,
        by: User,
        title: str | None = None,
        content: str | None = None,
        tags: list[str] | None = None,
        slug: str | None = None,
        status: str | None = None,
        publish_at: datetime | None = None,
        version: int | None = None,
    ) -> None:
        """Change what is given and keep the rest.

        Arguments:
            slug: chosen; the one it has means no choice.
            version: the one that the writer started from; left out, the stored one.

        Raises:
            Conflict: somebody else saved the post since that version.
            Invalid: the rules for what is written, or when, are not kept.
            NotFound: the post is gone.
        """
        # Rendered before the transaction: a save that must be run again is not rendered again.
        written = as_written(title=title, content=content, tags=tags)
        self._rewrite(
            written, slug=slug, version=version, status=status, publish_at=publish_at, by=by
        )

    @classmethod
    @atomic
    def _begin(cls, blog_id: Any, written: Mapping[str, Any], *, by: User, **aim: Any) -> Self:
        slug = cls._free_slug(blog_id, written["title"])
        post = cls(blog_id=blog_id, author_id=by.id, slug=slug, **written).insert()
        signals.tell(signals.post_written, post, by=by)
        post.set_status(by=by, **aim)
        return post

    @atomic
    def _rewrite(
        self,
        written: Mapping[str, Any],
        *,
        slug: str | None,
        version: int | None,
        status: str | None,
        publish_at: datetime | None,
        by: User,
    ) -> None:
        self._begin_change(by)
        if version is not None and version != self.version:
            raise Conflict(
                _(
                    "Somebody else saved this post while you were writing. Your text is below and "
                    "not saved yet: save once more to put it in the place of theirs."
                ),
                version=self.version,
            )
        changes = {name: one for name, one in written.items() if one != getattr(self, name)}
        changes |= self._move(title=changes.get("title"), slug=slug)
        if changes:
            self._change(**changes)
            signals.tell(signals.post_revised, self, by=by)
        if status is None and self.scheduled and publish_at is not None:
            status = SCHEDULED
        if status:
            self.set_status(status, publish_at=publish_at, by=by)
        if self.publication is not None:
            self.check_publishable()


def as_written(*, title: str | None, content: str | None, tags: list[str] | None) -> dict[str, Any]:
    """What is stored of what was written; what was not given is left out.

    Raises:
        Invalid: there is no title to see, or the text is too long or takes too long to typeset.
    """
    return {
        **({} if title is None else {"title": _titled(title)}),
        **({} if content is None else _rendered(content)),
        **({} if tags is None else {"tags": _distinct(tags)}),
    }


def _titled(title: str) -> str:
    title = text.line(title)
    if not text.visible(title):
        raise Invalid(_("Give the post a title."), field="title")
    return title


def _rendered(content: str) -> dict[str, Any]:
    source = text.tidy(content)
    if len(source.encode()) > LONGEST_CONTENT:
        raise Invalid(_("This is longer than a post may be (1 MiB of text)."), field="content")
    return {"source": source, **typeset(source)}


def _distinct(tags: list[str]) -> list[str]:
    lines = [text.line(tag) for tag in tags]
    distinct: dict[str, str] = {}
    for tag in filter(None, lines):
        distinct.setdefault(tag.casefold(), tag)
    return list(distinct.values())
