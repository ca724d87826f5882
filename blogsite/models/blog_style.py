"""The looks of a blog, chosen by its members; and CSS of its own, in a file of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from blogsite.database import Document, atomic
from blogsite.lib import clock, colours, custom_css
from blogsite.lib.custom_css import Objection, Why
from blogsite.models.blog import Blog
from blogsite.models.blog.appearance import Appearance
from blogsite.models.errors import Conflict, Forbidden, Gone, Invalid, NotFound
from blogsite.models.user import User
from blogsite.presenters.looks import FONTS, THEMES, WIDTHS, Look

WITHIN = ".own"
"""The element that a blog's own CSS is about, see `templates/layouts/reading.html`."""
FILES = "/media/"
"""How the addresses begin that it may fetch: pictures of this site."""

SAMPLE = ".sample"

_FORMER = 50

SENTENCES = {
    Why.LONG: _l("This is longer than %(what)s KB, which is as much as is kept."),
    Why.OPEN: _l("A brace, bracket, quotation mark or comment from here on is never closed."),
    Why.UNKNOWN: _l("This is not understood: %(what)s"),
    Why.AT_RULE: _l("%(what)s does not work here; @media, @supports, @container, @keyframes do."),
    Why.NESTED: _l("Rules inside of others do not work here: write them one after the other."),
    Why.SELECTOR: _l("This is no selector of something in your blog: %(what)s"),
    Why.PROPERTY: _l("There is no such property, or it does not work here: %(what)s"),
    Why.FUNCTION: _l("There is no such function, or it does not work here: %(what)s"),
    Why.ADDRESS: _l("Only pictures of this site, from /media/…, can be shown: %(what)s"),
    Why.DEEP: _l("Too much stands inside of something else here."),
}


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why one line of somebody's CSS is not kept."""

    number: int
    sentence: str


class Refused(Invalid):
    """Some of somebody's CSS cannot be kept, so none is.

    Arguments:
        reasons: which lines, and why.
    """

    def __init__(self, reasons: Sequence[Reason]) -> None:
        self.reasons = reasons
        said = ngettext(
            "%(num)d line cannot stay as it is. Nothing is saved yet.",
            "%(num)d lines cannot stay as they are. Nothing is saved yet.",
            len(reasons),
        )
        super().__init__(said, field="css")


@dataclass(frozen=True, kw_only=True)
class Style:
    """Looks that were checked: what is chosen, and CSS both as written and as served."""

    look: Look
    source: str = ""
    content: str = ""

    @classmethod
    def of(
        cls, *, theme: str, accent: str = "", fonts: str = "", width: str, css: str = ""
    ) -> Self:
        """What somebody wishes for.

        Arguments:
            theme: one of `THEMES`.
            accent: a colour as CSS writes it; empty, the theme's own.
            fonts: one of `FONTS`; empty, the theme's own.
            width: one of `WIDTHS`.
            css: rules for what is inside `WITHIN`; perhaps none.

        Raises:
            Invalid: there is no such theme, colour, pair of fonts or width.
            Refused: something in the CSS cannot be kept.
        """
        for name, chosen, known in (("theme", theme, THEMES), ("width", width, WIDTHS)):
            if chosen not in known:
                raise Invalid(_("Choose one of these."), field=name)
        if fonts and fonts not in FONTS:
            raise Invalid(_("Choose one of these."), field="fonts")
        colour = colours.canonical(accent) if accent.strip() else None
        if accent.strip() and colour is None:
            raise Invalid(
                _("Write a colour such as #0d6653 or teal, or leave it empty."), field="accent"
            )
        look = Look(theme=theme, accent=colour, fonts=fonts or None, width=width)
        source = css if css.strip() else ""
        return cls(look=look, source=source, content=_confined(source))

    @property
    def digest(self) -> str | None:
        """What the address of its CSS bears; None where there is none."""
        if not self.content:
            return None
        return hashlib.sha256(self.content.encode()).hexdigest()[:32]

    @property
    def of_sample(self) -> str:
        """CSS for a sample of the blog, on the page where its looks are chosen."""
        return self.look.css(SAMPLE) + self.content

    @property
    def version(self) -> str:
        """The same for the same wishes."""
        said = repr((self.look, self.source))
        return hashlib.sha256(said.encode()).hexdigest()[:16]


@dataclass(kw_only=True, eq=False)
class BlogStyle(Document):
    """One blog's own CSS, under its id; `digest` is the present one, `former` those before it."""

    collection_name: ClassVar[str] = "blog_styles"

    digest: str | None = None
    source: str = field(default="", repr=False)
    content: str = field(default="", repr=False)
    former: list[str] = field(default_factory=list)
    changed_at: datetime = field(default_factory=clock.now)

    @classmethod
    def at(cls, blog: Blog, digest: str) -> str:
        """The CSS of that address.

        Raises:
            Gone: it was there once.
            NotFound: it never was.
        """
        found = cls.find({"_id": blog.id})
        if found is None or digest != found.digest:
            raise Gone if found and digest in found.former else NotFound
        return found.content

    @classmethod
    def of(cls, blog: Blog) -> Style:
        """The present looks of a blog."""
        found = cls.find({"_id": blog.id})  # comments alone are kept, and served nowhere
        source, content = (found.source, found.content) if found else ("", "")
        return Style(look=blog.look, source=source, content=content)

    @classmethod
    @atomic
    def restyle(cls, blog: Blog, style: Style, *, by: User, instead_of: str = "") -> None:
        """Give a blog other looks; harmless when it has these.

        Arguments:
            blog: whose.
            style: which.
            by: a member.
            instead_of: the version that was looked at; left out, whatever there is.

        Raises:
            Forbidden: by somebody who does not belong to the blog.
            NotFound: the blog is gone.
            Conflict: somebody else chose others meanwhile.
        """
        if not blog.refresh() or blog.removed:
            raise NotFound
        if not blog.editable_by(by):
            raise Forbidden
        present = cls.of(blog)
        if (present.version, present.content) == (style.version, style.content):
            return
        if instead_of and present.version not in (instead_of, style.version):
            raise Conflict(
                _(
                    "Somebody else changed these looks meanwhile. What you chose is still here: "
                    "save once more to put it in the place of theirs."
                )
            )
        if (present.source, present.content) != (style.source, style.content):
            cls._keep(blog, style)
        chosen = Appearance(**asdict(style.look), style=style.digest)
        blog.update(
            {"appearance": None if chosen == Appearance() else chosen},
            expecting={},
        )

    @classmethod
    def _keep(cls, blog: Blog, style: Style) -> None:
        before = [blog.style] if blog.style and blog.style != style.digest else []
        changes: dict[str, Any] = {
            "$set": {
                "digest": style.digest,
                "source": style.source,
                "content": style.content,
                "changed_at": clock.now(),
            },
            "$push": {"former": {"$each": before, "$slice": -_FORMER}},
        }
        cls.collection().find_one_and_update({"_id": blog.id}, changes, upsert=True)


def _confined(source: str) -> str:
    try:
        return custom_css.confined(source, within=WITHIN, files=FILES)
    except custom_css.Unfit as unfit:
        raise Refused([_reason(one) for one in unfit.objections]) from unfit


def _reason(objection: Objection) -> Reason:
    what = str(custom_css.LONGEST // 1024) if objection.why is Why.LONG else objection.what
    said = str(SENTENCES[objection.why]) % {"what": what}
    return Reason(number=objection.line, sentence=said.removesuffix(": "))
