"""Writing a post and rewriting it; Markdown becomes HTML when it is saved, never later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Self

from flask_babel import gettext as _

from blogsite.database import atomic
from blogsite.lib import text
from blogsite.models import signals
from blogsite.models.autosave import Autosave, Mark, Place
from blogsite.models.errors import Conflict, Invalid, Overtaken
from blogsite.models.post.addressing import Addressed
from blogsite.models.post.amending import Amended
from blogsite.models.post.publishing import DRAFT, SCHEDULED
from blogsite.models.post.reconciling import Reconciliation, Wish, reconciled
from blogsite.models.post.redrawing import Redrawn
from blogsite.models.post.rendering import typeset
from blogsite.models.post.searching import differing
from blogsite.models.post.settings import Settable, SettingsWish
from blogsite.models.post.unlisting import Unlistable
from blogsite.models.revision import Revision
from blogsite.models.user import User

LONGEST_TITLE = 200
LONGEST_CONTENT = 1024 * 1024
"""Bytes of UTF-8."""

MOST_OVERTAKEN = 30
"""Times that somebody else may be faster while a save is merged; then a page asks."""


class _Newer(Exception):
    """What is stored is newer than what a save started from."""


class Written(Addressed, Settable, Unlistable, Amended, Redrawn):
    """A post has a title, a text and tags, and settings."""

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
        visibility: str | None = None,
        settings: SettingsWish | None = None,
        closes: Iterable[Mark] = (),
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
            visibility: see `models.post.unlisting`; left out, public once it is published.
            settings: those that are not as they always are at first.
            closes: autosaves that are in it and erased with this write.

        Raises:
            Invalid: the rules for what is written, or when, are not kept.
        """
        written = as_written(title=title, content=content, tags=tags, blog_id=blog_id)
        aim: dict[str, Any] = {"status": status, "publish_at": publish_at, "settings": settings}
        aim |= {"visibility": visibility, "closes": closes}
        return cls._begin(blog_id, written, by=by, **aim)

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
        visibility: str | None = None,
        version: int | None = None,
        settings: SettingsWish | None = None,
        closes: Iterable[Mark] = (),
    ) -> Reconciliation | None:
        """Change what is given and keep the rest.

        Arguments:
            slug: chosen; the one it has means no choice.
            version: the one that the writer started from; left out, the stored one. What others
                changed since is kept: edits of different paragraphs are put together.
            settings: see `models.post.settings`; of those too what others changed is kept.
            closes: autosaves that are in it and erased with this write.

        Returns:
            With what it was put together, if it was.

        Raises:
            Overtaken: somebody else changed the same words since that version.
            Conflict: it is to be kept as a draft, and somebody else has published it since.
            Invalid: the rules for what is written, or when, are not kept.
            NotFound: the post is gone.
        """
        mine = Wish.of(title=title, content=content, tags=tags, slug=slug)
        aim: dict[str, Any] = {"status": status, "publish_at": publish_at, "settings": settings}
        aim |= {"visibility": visibility, "opened_at": version, "closes": closes}
        return self._save(mine, version=version, by=by, **aim)

    def bring_back(self, revision: Revision, *, by: User) -> None:
        """Let it say what it said then, at the address that it has; a revision like any other.

        Raises:
            Invalid: it is in the trash, or public and that revision is empty.
            NotFound: the post is gone.
        """
        written = as_written(
            title=revision.title,
            content=revision.source,
            tags=revision.tags,
            blog_id=self.blog_id,
        )
        self._rewrite(written, moves=False, by=by)

    def _save(
        self, mine: Wish, *, version: int | None, by: User, **aim: Any
    ) -> Reconciliation | None:
        wish = mine
        met, since = None, version
        for _again in range(MOST_OVERTAKEN):
            # Rendered before the transaction: a save that must be run again does not do it again.
            written = as_written(
                title=wish.title, content=wish.content, tags=wish.tags, blog_id=self.blog_id
            )
            try:
                self._rewrite(written, slug=wish.slug, version=since, by=by, **aim)
            except _Newer:
                met = self._met(mine, version=version or 0, by=by)
                wish, since = met.result, met.version
            else:
                return met
        raise Conflict

    def _met(self, mine: Wish, *, version: int, by: User) -> Reconciliation:
        self._begin_change(by)
        met = reconciled(self, mine, version=version, by=by)
        if not met.clean:
            raise Overtaken(met)
        return met

    @classmethod
    @atomic
    def _begin(
        cls,
        blog_id: Any,
        written: Mapping[str, Any],
        *,
        by: User,
        visibility: str | None,
        settings: SettingsWish | None,
        closes: Iterable[Mark] = (),
        **aim: Any,
    ) -> Self:
        slug = cls._free_slug(blog_id, written["title"])
        post = cls(blog_id=blog_id, author_id=by.id, slug=slug, text_version=1, **written).insert()
        post.as_revision(by=by.id, at=post.created_at).insert()
        post.use_pictures()
        signals.tell(signals.post_written, post, by=by)
        # First, so that nothing is published into lists that it is to be kept out of.
        if visibility:
            post.set_visibility(visibility, by=by)
        post.set_up(settings, by=by)
        post.set_status(by=by, **aim)
        post.check_date()
        Autosave.close(closes, place=Place(blog_id=blog_id), user=by)
        return post

    @atomic
    def _rewrite(
        self,
        written: Mapping[str, Any],
        *,
        by: User,
        slug: str | None = None,
        version: int | None = None,
        status: str | None = None,
        opened_at: int | None = None,
        moves: bool = True,
        settings: SettingsWish | None = None,
        closes: Iterable[Mark] = (),
        **aim: Any,
    ) -> None:
        self._begin_change(by)
        if status == DRAFT and opened_at is not None:
            self._check_still_a_draft(opened_at)
        if version is not None and self._newer_than(version):
            raise _Newer
        if version != self.version and slug in self.old_slugs and version is not None:
            slug = None  # the one that the form was opened with
        changes = differing(self, self._with_cover(written))
        shown = self.pictures
        if moves:
            changes |= self._move(title=changes.get("title"), slug=slug)
        if changes:
            self._change_words(changes, by=by)
            self.use_pictures(besides=shown)
        if self.set_up(settings, by=by) or changes:
            signals.tell(signals.post_revised, self, by=by)
        self._aim(status, by=by, opened_at=opened_at, **aim)
        Autosave.close(closes, place=Place(blog_id=self.blog_id, post_id=self.id), user=by)

    def _check_still_a_draft(self, version: int) -> None:
        # Whoever saves a draft wants neither to show these words to everybody nor to take from
        # readers what somebody else has published since.
        if self.publication is not None and version != self.version:
            raise Conflict(
                _(
                    "Somebody else has published this post or scheduled it while you were "
                    "writing. Your text is below and not saved yet: saved now, it becomes part "
                    "of what is published."
                ),
                version=self.version,
            )

    def _aim(
        self,
        status: str | None,
        *,
        by: User,
        publish_at: datetime | None = None,
        visibility: str | None = None,
        opened_at: int | None = None,
    ) -> None:
        if visibility:
            self.set_visibility(visibility, by=by, opened_at=opened_at)
        if status is None and self.scheduled and publish_at is not None:
            status = SCHEDULED
        if status:
            self.set_status(status, publish_at=publish_at, by=by)
        if self.publication is not None:
            self.check_publishable()
        self.check_date()


def as_written(
    *, title: str | None, content: str | None, tags: list[str] | None, blog_id: Any
) -> dict[str, Any]:
    """What is stored of what was written; what was not given is left out.

    Arguments:
        blog_id: where it belongs, for its pictures.

    Raises:
        Invalid: there is no title to see, or the text is too long or takes too long to typeset.
    """
    return {
        **({} if title is None else {"title": _titled(title)}),
        **({} if content is None else _rendered(content, blog_id)),
        **({} if tags is None else {"tags": _distinct(tags)}),
    }


def _titled(title: str) -> str:
    title = text.line(title)
    if not text.visible(title):
        raise Invalid(_("Give the post a title."), field="title")
    return title


def _rendered(content: str, blog_id: Any) -> dict[str, Any]:
    source = text.tidy(content)
    check_length(source)
    return {"source": source, **typeset(source, blog_id=blog_id)}


def check_length(source: str) -> None:
    """Let a text pass that is no longer than a post may be.

    Raises:
        Invalid: it is longer.
    """
    if len(source.encode()) > LONGEST_CONTENT:
        raise Invalid(_("This is longer than a post may be (1 MiB of text)."), field="content")


def _distinct(tags: list[str]) -> list[str]:
    lines = [text.line(tag) for tag in tags]
    distinct: dict[str, str] = {}
    for tag in filter(None, lines):
        distinct.setdefault(tag.casefold(), tag)
    return list(distinct.values())
