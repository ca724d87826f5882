"""Keeping redirects, one or many at once: all of them, or none and the reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from blogsite.database import atomic
from blogsite.lib import clock
from blogsite.models.blog import Blog
from blogsite.models.errors import Forbidden, Invalid, NotFound
from blogsite.models.forwarding import at_page
from blogsite.models.post import Post
from blogsite.models.post.lists import IN_A_ROW, NO_TEXT
from blogsite.models.redirect.aiming import Aim, Aims
from blogsite.models.redirect.noun import MOST, Redirect, key
from blogsite.models.redirect.wishes import Wish, lines, source
from blogsite.models.user import User


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why one line is not kept."""

    number: int
    sentence: str


class Refused(Invalid):
    """Some lines cannot be kept, so none is.

    Arguments:
        reasons: which lines, and why.
    """

    def __init__(self, reasons: Sequence[Reason]) -> None:
        self.reasons = reasons
        super().__init__(
            ngettext(
                "%(num)d line cannot be kept. Nothing is kept yet: mend it, then try again.",
                "%(num)d lines cannot be kept. Nothing is kept yet: mend them, then try again.",
                len(reasons),
            )
        )


@dataclass(frozen=True)
class Redirects:
    """Those of one blog."""

    blog: Blog

    @property
    def shown(self) -> Sequence[Redirect]:
        """All of them, those to posts with their posts.

        Of another blog's post that is not public nothing is known but that it is `hidden`.
        """
        found = Redirect.of_blog(self.blog.id)
        ids = [one.post_id for one in found if one.post_id]
        if ids:
            stored = Post.collection().find({"_id": {"$in": ids}}, dict(IN_A_ROW))
            posts = {one["_id"]: Post.load({**NO_TEXT, **one}) for one in stored}
            blogs = Blog.by_ids(list({one.blog_id for one in posts.values()}))
            Blog.attach(list(posts.values()), blogs)
            for one in found:
                post = posts.get(one.post_id)
                one.hidden = post is not None and not self._may_show(post)
                one.post = None if one.hidden else post
        return found

    def _may_show(self, post: Post) -> bool:
        return post.blog_id == self.blog.id or (post.published and not post.blog.removed)

    def address(self, page: str) -> str:
        """Where a redirect to a page of the blog leads."""
        return at_page(self.blog, page)

    def add(self, path: str, target: str, *, by: User) -> None:
        """Keep one; what led elsewhere from there until now leads here.

        Raises:
            Forbidden: by somebody who does not belong to the blog.
            Invalid: a rule for one of the two addresses is not kept, or the blog has too many.
        """
        self._keep([Wish(path=path, target=target)], alone=True, by=by)

    def take_in(self, written: str, *, by: User) -> int:
        """Keep many, each in a line of its own; how many there were.

        Raises:
            Forbidden: by somebody who does not belong to the blog.
            Invalid: there is nothing to keep, or too much.
            Refused: some lines cannot be kept.
        """
        wishes = lines(written)
        if not wishes:
            raise Invalid(_("Write at least one line."), field="lines")
        if len(wishes) > MOST:
            raise _too_many("lines")
        return self._keep(wishes, by=by)

    @atomic
    def remove(self, redirect_id: Any, *, by: User) -> None:
        """Forget one; harmless when it is gone.

        Raises:
            Forbidden: by somebody who does not belong to the blog.
        """
        if not self.blog.editable_by(by):
            raise Forbidden
        Redirect.collection().delete_one({"_id": redirect_id, "blog_id": self.blog.id})

    @atomic
    def _keep(self, wishes: Sequence[Wish | int], *, by: User, alone: bool = False) -> int:
        if not self.blog.refresh() or self.blog.removed:
            raise NotFound
        if not self.blog.editable_by(by):
            raise Forbidden
        # Two that count at once both write here, and one of them begins again.
        now = {"$set": {"redirected_at": clock.now()}}
        Blog.collection().update_one({"_id": self.blog.id}, now)
        known = {one.path: one for one in Redirect.of_blog(self.blog.id)}
        aims, reasons = self._read(wishes, known)
        if reasons and alone:
            raise reasons[0][1]
        if reasons:
            said = [Reason(number=n, sentence=str(one.sentence)) for n, one in reasons]
            raise Refused(said)
        if len(known.keys() | aims.keys()) > MOST:
            raise _too_many("source" if alone else "lines")
        self._write(aims, known)
        return len(aims)

    def _read(
        self, wishes: Sequence[Wish | int], known: Mapping[str, Redirect]
    ) -> tuple[dict[str, Aim], list[tuple[int, Invalid]]]:
        wished: dict[str, Wish] = {}
        reasons: list[tuple[int, Invalid]] = []
        names = (self.blog.slug, *self.blog.old_slugs)
        for wish in wishes:
            try:
                _note(wish, wished, names=names)
            except Invalid as refusal:
                reasons.append((wish if isinstance(wish, int) else wish.number, refusal))
        aims: dict[str, Aim] = {}
        finding = Aims(self.blog, known=known, wished=wished)
        for path, wish in wished.items():
            try:
                finding.check_free(path.split("/"))
                aims[path] = finding.of(wish, passed=[path])
            except Invalid as refusal:
                reasons.append((wish.number, refusal))
        return aims, sorted(reasons, key=lambda one: one[0])

    def _write(self, aims: Mapping[str, Aim], known: Mapping[str, Redirect]) -> None:
        new = [path for path in aims if path not in known]
        Redirect.insert_all([Redirect(blog_id=self.blog.id, path=one, **aims[one]) for one in new])
        for path, one in known.items():
            if path in aims and one.aim != aims[path]:
                one.update(aims[path], expecting={})


def _note(wish: Wish | int, wished: dict[str, Wish], *, names: Sequence[str]) -> None:
    if isinstance(wish, int):
        raise Invalid(_("Write two addresses in the line, with a space between them."))
    path = key(source(wish.path, names=names))
    before = wished.setdefault(path, wish)
    if before.target != wish.target:
        raise Invalid(
            _("Line %(num)d lets the same address lead elsewhere.") % {"num": before.number}
        )


def _too_many(field: str) -> Invalid:
    said = _("A blog can keep %(num)d redirects. Remove some first.") % {"num": MOST}
    return Invalid(said, field=field)
