"""Pages of a blog, such as "about": posts that stand in its menu and not in its stream."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from blogsite.database import collection
from blogsite.lib import clock
from blogsite.models.errors import Invalid
from blogsite.models.post.fields import LISTED, PostFields
from blogsite.models.post.places import PAGES, MenuPlace

POST = "post"
PAGE = "page"
KINDS = (POST, PAGE)

MOST_PAGES = 30
"""Of one blog: what its menu has room for, and each of its pages carries."""
LARGEST_NUMBER = 9999


@dataclass(frozen=True, kw_only=True)
class MenuEntry:
    """One page as the menu names it."""

    slug: str
    title: str
    at: datetime


def menu_now(entries: Iterable[Mapping[str, Any]]) -> list[MenuEntry]:
    """What a blog's menu shows at this moment: a scheduled page comes by itself.

    Arguments:
        entries: as the blog stores them, in their order.
    """
    now = clock.now()
    return [MenuEntry(**one) for one in entries if one["at"] <= now]


class Paged(PostFields):
    """The menu is kept in the blog, so that a reader's page need not ask for it.

    Whatever changes a page writes it anew in the same transaction. A page stays in the trash while
    others have its room.
    """

    @property
    def kind(self) -> str:
        return PAGE if self.is_page else POST

    def _change(self, **changes: Any) -> None:
        if self.is_page and self._comes_back(changes):
            self._check_room_in_menu()
        before = self._in_menu()
        super()._change(**changes)
        if self._in_menu() != before:
            self._write_menu()

    def _in_menu(self) -> tuple[Any, ...] | None:
        """What the menu says of it; None: it is not there."""
        if self.menu_place is None or self.publication is None or self.trashed:
            return None
        place = (self.menu_place.number, self.title, self.slug, self.publication.at)
        return None if self.unlisted else place

    def _write_menu(self) -> None:
        query = {"blog_id": self.blog_id, **PAGES, **LISTED}
        shown = {"slug": 1, "title": 1, "publication.at": 1, "menu_place.number": 1}
        pages = self.collection().find({**query, "publication.at": {"$exists": True}}, shown)
        menu = [
            {"slug": one["slug"], "title": one["title"], "at": one["publication"]["at"]}
            for one in sorted(pages, key=_order)[:MOST_PAGES]
        ]
        # Two pages that change at once both write here, and one of them begins again.
        collection("blogs").update_one({"_id": self.blog_id}, {"$set": {"menu": menu}})

    def _placed(self, kind: str, number: int | None) -> MenuPlace | None:
        """Where it is to stand, by the words of a form.

        Raises:
            Invalid: there is no such kind or place, or the menu is full.
        """
        if kind not in KINDS:
            raise Invalid(_("Choose post or page."), field="kind")
        if kind == POST:
            return None
        if number is not None and not 1 <= number <= LARGEST_NUMBER:
            raise Invalid(_("Use a whole number from 1 to 9999."), field="menu_number")
        if self.menu_place is None:
            self._check_room_in_menu()
        since = self.menu_place.at if self.menu_place else clock.now()
        return MenuPlace(at=since, number=number)

    def _check_room_in_menu(self) -> None:
        # As below: two that count at once.
        collection("blogs").update_one({"_id": self.blog_id}, {"$set": {"paged_at": clock.now()}})
        others = {"blog_id": self.blog_id, **PAGES, "trashing": None}
        if self.collection().count_documents(others, limit=MOST_PAGES) >= MOST_PAGES:
            raise Invalid(
                _("A blog has room for %(num)d pages. Make another one a post first.")
                % {"num": MOST_PAGES},
                field="kind",
            )


def _order(page: Mapping[str, Any]) -> tuple[Any, ...]:
    number = page["menu_place"].get("number")
    return (number is None, number or 0, page["title"].casefold(), page["_id"])
