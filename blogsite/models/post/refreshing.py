"""Posts that an older version of the site typeset, typeset again: in the background, by and by."""

from __future__ import annotations

import logging
import time
from typing import Any

from blogsite.database import atomic
from blogsite.jobs import Job, job, later
from blogsite.lib import clock, markdown
from blogsite.models.errors import Invalid
from blogsite.models.picture.exposing import OncePublic
from blogsite.models.post.cover import Cover, together
from blogsite.models.post.fields import PostFields
from blogsite.models.post.rendering import read, typeset
from blogsite.models.post.searching import Searchable

KIND = "typeset-again"
OUTDATED = 0
"""The `render_version` of what is to be typeset again though the renderer is the same."""
BATCH = 50
LONGEST = 20.0
"""Seconds of one job, well below its lease."""

log = logging.getLogger(__name__)

_KNOWN = ("source", "blog_id", "version", "render_version", "cover")
_SHOWN = {"pictures": 1, "trashing": 1, "publication.at": 1}


def refresh_later() -> None:
    """Ask for the job if there is something to do and nobody has asked; a worker does as it starts.

    Two that ask at once do no harm: a post is typeset by whoever comes first.
    """
    waits = Job.collection().count_documents({"state": "waiting", "kind": KIND}, limit=1)
    if not waits and _outdated(1):
        later(KIND)


@job(KIND)
def refresh() -> None:
    """Typeset some posts again, then ask for the next."""
    ends_at = time.monotonic() + LONGEST
    for stored in _outdated(BATCH):
        if time.monotonic() > ends_at:
            break
        _refresh(stored)
    if _outdated(1):
        later(KIND)


def _outdated(limit: int) -> list[dict[str, Any]]:
    query = {"render_version": {"$lt": markdown.RENDER_VERSION}}
    found = PostFields.collection().find(query, {**dict.fromkeys(_KNOWN, 1), **_SHOWN})
    return list(found.sort([("render_version", 1), ("_id", 1)]).limit(limit))


def _refresh(stored: dict[str, Any]) -> None:
    try:
        changes = typeset(stored["source"], blog_id=stored["blog_id"])
        cover = Cover.load(stored["cover"]) if stored.get("cover") else None
        changes["pictures"] = together(cover, changes["pictures"])
    except Invalid:
        # It was saved when it was not too slow, and is kept as it looks.
        log.warning("post %s cannot be typeset again", stored["_id"])
        changes = {"render_version": markdown.RENDER_VERSION, "reading": read("")}
    # Whoever has saved it meanwhile has typeset it; readers are told of no change, for nobody
    # wrote anything: neither version nor date move.
    known = {name: stored[name] for name in ("_id", "blog_id", "version", "render_version")}
    _write(known, changes, dropped=_seen(stored) - set(changes.get("pictures", _seen(stored))))


@atomic
def _write(known: dict[str, Any], changes: dict[str, Any], *, dropped: set[Any]) -> None:
    OncePublic.note(dropped)
    made = {name: one for name, one in changes.items() if name != "reading"}
    if PostFields.collection().update_one(known, {"$set": made}).matched_count:
        post = Searchable.find({"_id": known["_id"]})
        if post and post.removal is None:
            post.enter(changes["reading"])


def _seen(stored: dict[str, Any]) -> set[Any]:
    """The pictures of a post that its readers see at this moment."""
    # What is null as a whole has no moment in it, and is left out of what was asked for.
    published = stored.get("publication")
    if not published or stored.get("trashing") or published["at"] > clock.now():
        return set()
    return set(stored.get("pictures", ()))
