"""The pictures of a blog a page at a time, and what is said of each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

from flask_babel import ngettext

from blogsite.database import atomic
from blogsite.lib import text
from blogsite.models import listing
from blogsite.models.errors import Invalid
from blogsite.models.listing import NEWEST, Walk, Window
from blogsite.models.picture.fields import PictureFields
from blogsite.models.user import User

LONGEST_ALT = 1000
PAGE_LENGTH = 24

_LONGEST_SEARCH = 100
_NEWEST_FIRST = "blog_id_1_uploaded_at_-1__id_-1"


@dataclass(frozen=True, kw_only=True)
class Pictures:
    """Some pictures, and the keys of the pages beside them, where there are any."""

    found: Sequence[Any]
    older: str | None
    newer: str | None


class Listed(PictureFields):
    """Found in its blog, the last sent first."""

    @classmethod
    def in_blog(cls, blog_id: Any, *, search: str = "", window: Window = NEWEST) -> Pictures:
        """One page of a blog's pictures.

        Arguments:
            blog_id: which blog.
            search: a part of the label or of what is said of it; left out, all.
            window: which page.

        Raises:
            NotFound: the window is bounded by no key.
        """
        rows = listing.page(
            cls.collection(),
            {"blog_id": blog_id},
            by="uploaded_at",
            window=window,
            limit=PAGE_LENGTH,
            fields={one.name: 1 for one in fields(cls)},
            walk=_sifting(search),
        )
        return Pictures(found=cls.load_all(rows.found), older=rows.older, newer=rows.newer)

    @classmethod
    def by_ids(cls, picture_ids: Sequence[Any], *, blog_id: Any) -> dict[Any, Self]:
        """Those of a blog, by their ids, in one query."""
        if not picture_ids:
            return {}
        query = {"_id": {"$in": list(picture_ids)}, "blog_id": blog_id}
        return {one.id: one for one in cls.load_all(cls.collection().find(query))}

    @atomic
    def describe(self, alt: str, *, by: User) -> None:
        """Say what it shows, for those who do not see it.

        Raises:
            Invalid: that is too long.
            Forbidden: by somebody who does not belong to its blog.
            NotFound: it is gone.
        """
        self._begin_change(by)
        alt = text.line(alt)
        if len(alt) > LONGEST_ALT:
            raise Invalid(
                ngettext(
                    "Use %(num)d character at the most.",
                    "Use %(num)d characters at the most.",
                    LONGEST_ALT,
                ),
                field="alt",
            )
        self.update({"alt": alt}, expecting={})


def _sifting(search: str) -> Walk:
    words = text.line(search)[:_LONGEST_SEARCH]
    if not words:
        return listing.FREE
    like = {"$regex": re.escape(words), "$options": "i"}
    return Walk(index=_NEWEST_FIRST, sieve={"$or": [{"label": like}, {"alt": like}]})
