"""Series: posts of a blog that belong together, in an order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from bson import ObjectId
from flask_babel import gettext as _

from blogsite.database import collection
from blogsite.lib import clock, slugs, text
from blogsite.models.errors import Gone, Invalid, NotFound
from blogsite.models.post.fields import PostFields
from blogsite.models.post.lists import IN_A_ROW, NO_TEXT, Listed
from blogsite.models.post.places import Part
from blogsite.models.user import User

LONGEST_SERIES = 120
LARGEST_NUMBER = 9999
MOST_PARTS = 200
"""Of one series: each page of it reads their titles."""
MOST_SERIES = 200
"""Of one blog, which carries their names."""

_NEXT = "next"
_LINE = {"slug": 1, "title": 1, "publication": 1, "part": 1}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One part as others link it."""

    id: Any
    slug: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Series:
    """A series as a reader of one part sees it.

    Arguments:
        slug: of its own page.
        title: what it is called.
        lines: the parts that everybody can read, and the one that is read, in their order.
        here: the place of that one, counted from 0.
        listed: whether the series has a page: some part is for lists.
    """

    slug: str
    title: str
    lines: Sequence[Line]
    here: int
    listed: bool

    @property
    def number(self) -> int:
        return self.here + 1

    @property
    def previous(self) -> Line | None:
        return self.lines[self.here - 1] if self.here else None

    @property
    def next(self) -> Line | None:
        return self.lines[self.number] if self.number < len(self.lines) else None


class Serial(PostFields):
    """A blog keeps the names of its series; a post keeps the name of its own, to be read at once.

    A name is given up when its last post leaves, but for one that was listed: its page says that
    it is gone.
    """

    def _change(self, **changes: Any) -> None:
        before = self.part
        super()._change(**changes)
        if before and (self.part is None or self.part.series_id != before.series_id):
            self._give_up(before.series_id)

    def delete(self) -> bool:
        """Remove it; False when it was gone already."""
        gone = super().delete()
        if gone and self.part:
            self._give_up(self.part.series_id)
        return gone

    def _as_part(self, title: str, number: int | None) -> Part | None:
        """Where it is to stand, by the words of a form.

        Raises:
            Invalid: the name is too long or not to be seen, there is no such number, or series or
                blog are full.
        """
        title = text.line(title)
        if not title:
            return None
        if len(title) > LONGEST_SERIES or not text.visible(title):
            raise Invalid(
                _("Give the series a name of %(num)d characters at the most.")
                % {"num": LONGEST_SERIES},
                field="series",
            )
        if number is not None and not 1 <= number <= LARGEST_NUMBER:
            raise Invalid(_("Use a whole number from 1 to 9999."), field="part")
        if self.part and self.part.title.casefold() == title.casefold():
            known = self.part
        else:
            known = self._joined(title)
        return Part(series_id=known.series_id, slug=known.slug, title=known.title, number=number)

    def _joined(self, title: str) -> Part:
        """The series of that name, made if there is none."""
        stored = collection("blogs").find_one({"_id": self.blog_id}, {"series": 1}) or {}
        series = stored.get("series") or []
        for one in series:
            if one["title"].casefold() == title.casefold():
                self._check_room_in(one["id"])
                # Whoever gives the name up at this moment writes here too, and begins again.
                self._write_blog({"$set": {"series_joined_at": clock.now()}})
                return Part(series_id=one["id"], slug=one["slug"], title=one["title"])
        if len(series) >= MOST_SERIES:
            raise Invalid(_("This blog has no room for another series."), field="series")
        slug = slugs.free(slugs.slug(title, fallback="series"), {one["slug"] for one in series})
        new = Part(series_id=ObjectId(), slug=slug, title=title)
        self._write_blog({"$push": {"series": {"id": new.series_id, "slug": slug, "title": title}}})
        return new

    def _check_room_in(self, series_id: ObjectId) -> None:
        parts = {"blog_id": self.blog_id, "part.series_id": series_id}
        if self.collection().count_documents(parts, limit=MOST_PARTS) >= MOST_PARTS:
            raise Invalid(_("This series has no room for another part."), field="series")

    def _give_up(self, series_id: ObjectId) -> None:
        blog, parts = {"_id": self.blog_id}, {"blog_id": self.blog_id, "part.series_id": series_id}
        blogs = collection("blogs")
        if self.once_listed:
            blogs.update_one({**blog, "series.id": series_id}, {"$set": {"series.$.public": True}})
        elif self.collection().find_one(parts, {"_id": 1}) is None:
            gone = {"id": series_id, "public": {"$ne": True}}
            blogs.update_one(blog, {"$pull": {"series": gone}})

    def _write_blog(self, change: dict[str, Any]) -> None:
        collection("blogs").update_one({"_id": self.blog_id}, change)


class InSeries(Listed):
    """What readers see of a series: only what everybody can read counts."""

    @classmethod
    def parts_of(cls, series: Mapping[str, Any], *, blog_id: Any) -> Sequence[Self]:
        """The parts of a series in their order.

        Arguments:
            series: as the blog stores it.
            blog_id: of which blog.

        Raises:
            Gone: there were some for everybody to read once.
            NotFound: there never were.
        """
        found = cls.collection().find(cls._parts(blog_id, series["id"]), dict(IN_A_ROW))
        rows = sorted(found.limit(MOST_PARTS), key=_order)
        if rows:
            return cls.load_all({**NO_TEXT, **one} for one in rows)
        if series.get("public") or cls._once_listed(series["id"], blog_id=blog_id):
            raise Gone
        raise NotFound

    @classmethod
    def _once_listed(cls, series_id: Any, *, blog_id: Any) -> bool:
        once = {"public_since": {"$lte": clock.now()}, "part.series_id": series_id}
        found = cls.collection().find({"blog_id": blog_id, **once}, dict(IN_A_ROW))
        parts = cls.load_all({**NO_TEXT, **one} for one in found.limit(MOST_PARTS))
        return any(part.once_listed for part in parts)

    def look_around(self) -> None:
        """Know the author and the series, in one question."""
        if self.part is None or self.is_page:
            self.with_author_names([self])
            return
        now = clock.now()  # before the parts are looked for: none comes due in between
        author = [{"$match": {"_id": self.author_id}}, {"$project": {"name": 1, "avatar": 1}}]
        found = self.collection().aggregate(
            [
                {"$match": self._parts(self.blog_id, self.part.series_id)},
                {"$limit": MOST_PARTS},
                {"$project": _LINE},
                {"$unionWith": {"coll": User.collection_name, "pipeline": author}},
                {"$unionWith": {"coll": self.collection_name, "pipeline": self._next_part(now)}},
            ]
        )
        rows = {one["_id"]: one for one in found}
        self.next_due_at = rows.pop(_NEXT, {}).get("at")
        self.name_authors([self], rows)
        rows.pop(self.author_id, None)
        self.series = self._series(self.part, list(rows.values()))

    @property
    def next_beside(self) -> datetime | None:
        """When something else that its page leads to becomes public by itself."""
        coming = [one["at"] for one in self.blog.menu if one["at"] > clock.now()]
        return min(filter(None, [*coming, self.next_due_at]), default=None)

    def _next_part(self, now: datetime) -> list[dict[str, Any]]:
        part = self.part.series_id if self.part else None
        coming = {**self._parts(self.blog_id, part), "publication.at": {"$gt": now}}
        at = {"$group": {"_id": {"$literal": _NEXT}, "at": {"$min": "$publication.at"}}}
        return [{"$match": coming}, at]

    @classmethod
    def _parts(cls, blog_id: Any, series_id: Any) -> dict[str, Any]:
        return {**cls.stream_query(), "blog_id": blog_id, "part.series_id": series_id}

    def _series(self, part: Part, rows: Sequence[Mapping[str, Any]]) -> Series:
        # Its members read a draft too: it counts for them, where it would stand today.
        at = self.publication.at if self.publication else clock.now()
        own = {"_id": self.id, "slug": self.slug, "title": self.title}
        own |= {"publication": {"at": at}, "part": {"number": part.number}}
        shown = sorted([*(one for one in rows if one["_id"] != self.id), own], key=_order)
        lines = [Line(id=one["_id"], slug=one["slug"], title=one["title"]) for one in shown]
        here = shown.index(own)
        return Series(slug=part.slug, title=part.title, lines=lines, here=here, listed=bool(rows))


def _order(stored: Mapping[str, Any]) -> tuple[Any, ...]:
    number = stored["part"]["number"]
    return (number is None, number or 0, stored["publication"]["at"], stored["_id"])
