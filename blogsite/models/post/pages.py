"""Pages of a blog, such as "about": posts that stand in its menu and not in its stream."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from operator import itemgetter
from typing import Any

from flask_babel import gettext as _

from blogsite.database import atomic, collection
from blogsite.lib import clock
from blogsite.models.errors import Invalid
from blogsite.models.post.fields import LISTED, PostFields
from blogsite.models.post.places import PAGES, MenuPlace
from blogsite.models.user import User

POST = "post"
PAGE = "page"
KINDS = (POST, PAGE)

MOST_PAGES = 30
"""Of one blog: what its menu has room for, and each of its pages carries."""
LARGEST_NUMBER = 9999


@dataclass(frozen=True, kw_only=True)
class MenuEntry:
    """One page as the menu names it; or a link, by a path below the blog or a whole address."""

    title: str
    at: datetime
    slug: str = ""
    page: str = ""
    url: str = ""


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
            self.write_menu(self.blog_id)

    @atomic
    def stand(self, number: int | None, *, hidden: bool, by: User) -> None:
        """Stand at another place of the menu, or in it no more; harmless where it does.

        Raises:
            Invalid: there is no such place.
            NotFound: the post is gone.
        """
        self._begin_change(by)
        if self.menu_place is None:
            return
        place = self._placed(PAGE, number)
        if place is not None and (place := replace(place, hidden=hidden)) != self.menu_place:
            self._change(menu_place=place, updated_at=self.updated_at)

    def _in_menu(self) -> tuple[Any, ...] | None:
        """What the menu says of it; None: it is not there."""
        if self.menu_place is None or self.publication is None or self.trashed:
            return None
        if self.menu_place.hidden:
            return None
        place = (self.menu_place.number, self.title, self.slug, self.publication.at)
        return None if self.unlisted else place

    @classmethod
    def write_menu(cls, blog_id: Any) -> None:
        """Write the menu of a blog anew, pages and links in one order."""
        query = {"blog_id": blog_id, **PAGES, **LISTED, "publication.at": {"$exists": True}}
        shown = {"slug": 1, "title": 1, "publication.at": 1, "menu_place": 1}
        found = (one for one in cls.collection().find(query, shown) if _shown(one))
        entries = [
            (in_order(one), {"slug": one["slug"], "title": one["title"], **one["publication"]})
            for one in sorted(found, key=in_order)[:MOST_PAGES]
        ]
        blog = collection("blogs").find_one({"_id": blog_id}, {"links": 1, "created_at": 1}) or {}
        entries += [
            (_link_order(n, one), {**one, "at": blog["created_at"]})
            for n, one in enumerate(blog.get("links", ()))
        ]
        told = ("slug", "page", "url", "title", "at")
        menu = [
            {name: one[name] for name in told if name in one}
            for _key, one in sorted(entries, key=itemgetter(0))
        ]
        # Two pages that change at once both write here, and one of them begins again.
        collection("blogs").update_one({"_id": blog_id}, {"$set": {"menu": menu}})

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
        hidden = self.menu_place.hidden if self.menu_place else False
        return MenuPlace(at=since, number=number, hidden=hidden)

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


def in_order(page: Mapping[str, Any]) -> tuple[Any, ...]:
    """What pages are sorted by, as they are stored."""
    number = page["menu_place"].get("number")
    return (number is None, number or 0, page["title"].casefold(), str(page["_id"]))


def _link_order(n: int, link: Mapping[str, Any]) -> tuple[Any, ...]:
    return (link["number"] is None, link["number"] or 0, link["title"].casefold(), f"{n:03}")


def _shown(page: Mapping[str, Any]) -> bool:
    return not page["menu_place"].get("hidden")
