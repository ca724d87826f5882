"""What frames the pages of a blog: its menu, of pages and of links, and the line at its foot."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from flask_babel import gettext as _

from blogsite import urls
from blogsite.database import atomic
from blogsite.lib import paths, text
from blogsite.lib.markdown import lines
from blogsite.models.blog import Blog
from blogsite.models.errors import Conflict, Forbidden, Gone, Invalid
from blogsite.models.forwarding import canonical
from blogsite.models.post import Post
from blogsite.models.post.lists import IN_A_ROW, NO_TEXT
from blogsite.models.post.pages import LARGEST_NUMBER, MOST_PAGES, in_order
from blogsite.models.post.places import PAGES
from blogsite.models.redirect.wishes import elsewhere, inside
from blogsite.models.user import User

MOST_LINKS = 20
LONGEST_LABEL = 60
LONGEST_FOOT = 500


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a page is to stand in the menu, and whether."""

    number: int | None = None
    hidden: bool = False


@dataclass(frozen=True, kw_only=True)
class Link:
    """A link in the menu as it was typed; without label and address, none."""

    label: str = ""
    address: str = ""
    number: int | None = None


@dataclass(frozen=True, kw_only=True)
class Arrangement:
    """What somebody wants the menu and the foot to be.

    Arguments:
        places: of pages by their ids; one that is missing stays where it is.
        links: all of them; None: they stay as they are.
        foot: a line of Markdown; None: it stays as it is.
        seen: what `Menu.mark` said when this was begun; empty: whatever there is is to go.
    """

    places: Mapping[Any, Place]
    links: Sequence[Link] | None = None
    foot: str | None = None
    seen: str = ""


class Menu:
    """The menu of one blog, for those who arrange it."""

    def __init__(self, blog: Blog) -> None:
        self.blog = blog

    @cached_property
    def pages(self) -> Sequence[Post]:
        """All pages that could stand in it, drafts too, in its order."""
        query = {"blog_id": self.blog.id, **PAGES, "trashing": None}
        found = Post.collection().find(query, dict(IN_A_ROW)).limit(MOST_PAGES)
        pages = Post.load_all({**NO_TEXT, **one} for one in sorted(found, key=in_order))
        self.blog.attach(pages, {self.blog.id: self.blog})
        return pages

    @property
    def links(self) -> Sequence[Link]:
        """The links in it, as they are typed."""
        return [
            Link(label=one["title"], address=one["url"] or one["page"] or "/", number=one["number"])
            for one in self.blog.links
        ]

    @property
    def mark(self) -> str:
        """Another one whenever somebody has changed links or foot."""
        said = json.dumps([[asdict(one) for one in self.links], self.blog.foot])
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    @atomic
    def arrange(self, wish: Arrangement, *, by: User) -> None:
        """Let it be so.

        Raises:
            Forbidden: by somebody who does not belong to the blog.
            Gone: the blog was deleted.
            Conflict: somebody else has changed links or foot since.
            Invalid: there is no such place, or a link leads nowhere; the field says which.
        """
        if not self.blog.refresh() or self.blog.removed:
            raise Gone
        if not self.blog.editable_by(by):
            raise Forbidden
        if wish.seen and wish.seen != self.mark:
            raise Conflict(
                _(
                    "Somebody else has changed this meanwhile. What you typed stands below and is "
                    "not saved yet: saved now, it takes the place of theirs."
                )
            )
        self._frame(wish)
        for page in self.pages:
            if page.id in wish.places:
                place = wish.places[page.id]
                page.stand(place.number, hidden=place.hidden, by=by)
        Post.write_menu(self.blog.id)

    def _frame(self, wish: Arrangement) -> None:
        changes: dict[str, Any] = {}
        if wish.links is not None:
            changes["links"] = [
                self._kept(one, n) for n, one in enumerate(wish.links) if one.label or one.address
            ]
        if wish.foot is not None:
            foot = text.line(wish.foot)
            changes |= {"foot": foot, "foot_html": lines.line(foot)}
        if changes:
            self.blog.update(changes, expecting={"removal": None})

    def _kept(self, link: Link, n: int) -> dict[str, Any]:
        """What is stored of a link."""
        if n >= MOST_LINKS:
            raise Invalid(_("A menu has room for %(num)d links.") % {"num": MOST_LINKS})
        label = text.line(link.label)
        if not text.visible(label) or len(label) > LONGEST_LABEL:
            raise Invalid(
                _("Give this link a name of %(num)d characters at the most.")
                % {"num": LONGEST_LABEL},
                field=f"label_{n}",
            )
        if not link.address:
            raise Invalid(_("Write where this link leads."), field=f"address_{n}")
        if link.number is not None and not 1 <= link.number <= LARGEST_NUMBER:
            raise Invalid(_("Use a whole number from 1 to 9999."), field=f"place_{n}")
        try:
            aim = self._aim(link.address)
        except Invalid as refusal:
            raise Invalid(str(refusal.sentence), field=f"address_{n}") from refusal
        return {"title": label, "number": link.number, **aim}

    def _aim(self, address: str) -> dict[str, str]:
        """Where a link leads: elsewhere, or to a page below the blog, wherever that moves."""
        parts = inside(address)
        if parts is None:
            return {"url": elsewhere(address), "page": ""}
        names = (self.blog.slug, *self.blog.old_slugs)
        if parts and parts[0].startswith("@"):
            if parts[0][1:].lower() not in names:
                return self._beside(parts)
            parts = parts[1:]
        if not parts:
            return {"url": "", "page": ""}
        if page := canonical(self.blog, parts):
            return {"url": "", "page": "/".join(paths.parts(unquote(page))[1:])}
        post = Post.at(parts[0].lower(), blog_id=self.blog.id) if len(parts) == 1 else None
        if post is None:
            return self._beside(parts)
        if not post.published:
            raise Invalid(_("Publish that post first."))
        return {"url": "", "page": post.slug}

    def _beside(self, parts: Sequence[str]) -> dict[str, str]:
        """A page of this site that is none of the blog."""
        path = paths.joined(parts)
        if urls.endpoint("/" + "/".join(parts)) is None:
            raise Invalid(_("There is no post or page at that address."))
        return {"url": urls.absolute(path), "page": ""}
