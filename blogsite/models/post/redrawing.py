"""A picture that has changed is drawn anew in the posts that show it: by a job, no revision."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from typing import Any

from blogsite.database import atomic
from blogsite.jobs import job, later
from blogsite.models.errors import Invalid
from blogsite.models.picture.fields import REDRAWING, PictureFields
from blogsite.models.post.covering import Covered
from blogsite.models.post.rendering import rendered

BATCH = 50
LONGEST = 20.0
"""Seconds of one job, well below its lease."""

_MOST_OVERTAKEN = 5
_READ = {"source": 1, "html": 1, "blog_id": 1, "version": 1}

log = logging.getLogger(__name__)


class Redrawn(Covered):
    """Only its HTML changes: nobody wrote anything, so neither version nor date move."""

    @classmethod
    def redraw(cls, picture: PictureFields, *, after: Any = None) -> Any:
        """Draw a picture anew in some of the posts that show it; harmless when repeated.

        Arguments:
            picture: which one.
            after: the id of the post to go on from.

        Returns:
            The id of the last one, if there may be more.
        """
        ends_at = time.monotonic() + LONGEST
        beyond = {"_id": {"$gt": after}} if after else {}
        found = cls.collection().find({**cls._using([picture]), **beyond}, {"_id": 1})
        ids = [one["_id"] for one in found.sort("_id", 1).limit(BATCH)]
        for number, post_id in enumerate(ids):
            cls._redraw(post_id)
            if time.monotonic() > ends_at:
                return post_id if ids[number + 1 :] or len(ids) == BATCH else None
        return ids[-1] if len(ids) == BATCH else None

    @classmethod
    def _redraw(cls, post_id: Any) -> None:
        for _again in range(_MOST_OVERTAKEN):
            stored = cls.collection().find_one({"_id": post_id}, _READ)
            if stored is None:
                return
            try:
                html = rendered(stored["source"], blog_id=stored["blog_id"]).html
            except Invalid:
                # It was saved when it was not too slow, and is kept as it looks.
                log.warning("post %s cannot be typeset again", post_id)
                return
            if html == stored["html"]:
                return
            if cls._draw(stored, html):
                return

    @classmethod
    @atomic
    def _draw(cls, stored: Mapping[str, Any], html: str) -> bool:
        """False: somebody has saved it meanwhile, or drawn a still newer picture."""
        known = {name: stored[name] for name in ("_id", "blog_id", "version", "html")}
        drawn = cls.collection().update_one(known, {"$set": {"html": html}})
        return bool(drawn.matched_count)


@job(REDRAWING)
def redraw(picture_id: Any, *, after: Any = None) -> None:
    """Draw a picture anew in the posts that show it, then ask for the next ones."""
    picture = PictureFields.find({"_id": picture_id})
    if picture and after is None:
        Redrawn.redraw_covers(picture)
    if picture and (last := Redrawn.redraw(picture, after=after)):
        later(REDRAWING, picture_id=picture_id, after=last)
