"""The states of a post: what each is called, what finds it, and which one a post is in.

The one place that names them all. `Stated.state` and `query_of` say the same, one of a post in
memory, the other to the database.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from blogsite.lib import clock
from blogsite.models.post.fields import DRAFTS, IN_TRASH, PostFields
from blogsite.models.post.publishing import DRAFT, PUBLISHED, SCHEDULED
from blogsite.models.post.unlisting import UNLISTED

WITHDRAWN = "withdrawn"
TRASH = "trash"
STATES = (DRAFT, SCHEDULED, PUBLISHED, UNLISTED, WITHDRAWN, TRASH)

_SET = {"$gt": datetime(1970, 1, 1, tzinfo=UTC)}
"""Of a moment, that there is one: what an index can tell by itself."""


class Stated(PostFields):
    """A post is in one state at a time."""

    @property
    def state(self) -> str:
        """Which of `STATES`."""
        if self.trashed:
            return TRASH
        if self.publication is None:
            return DRAFT if self.public_since is None else WITHDRAWN
        if self.scheduled:
            return SCHEDULED
        return PUBLISHED if self.unlisting is None else UNLISTED


def query_of(state: str) -> dict[str, Any]:
    """What finds the posts in one of `STATES`; of no state in particular, all but the trash."""
    now = clock.now()
    queries: dict[str, dict[str, Any]] = {
        "": {"trashing": None},
        DRAFT: {**DRAFTS, "public_since": None},
        SCHEDULED: {"trashing": None, "publication.at": {"$gt": now}},
        PUBLISHED: {"trashing": None, "publication.at": {"$lte": now}, "unlisting": None},
        UNLISTED: {"trashing": None, "publication.at": {"$lte": now}, "unlisting.at": _SET},
        WITHDRAWN: {**DRAFTS, "public_since": {"$ne": None}},
        TRASH: IN_TRASH,
    }
    return queries[state]
