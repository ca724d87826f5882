"""Letting posts in the trash go for good: each when its time is over, or all of one person."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from blogsite.database import Stale
from blogsite.jobs import job, later
from blogsite.models.errors import Forbidden, Gone, Invalid, NotFound
from blogsite.models.membership import Membership
from blogsite.models.post import Post
from blogsite.models.post.fields import IN_TRASH
from blogsite.models.post.trashing import EXPIRY
from blogsite.models.user import User

AT_ONCE = 50
"""Posts that whoever empties it waits for; the rest is done in the background."""

_JOB = "trash-emptying"


def empty(*, before: datetime, by: User) -> bool:
    """Delete for good what has been in the trash since before a moment.

    Arguments:
        before: when it was looked at; what was thrown away later stays.
        by: whose trash it is.

    Returns:
        Whether all of it is gone; if not, the rest soon will be.
    """
    lying = _lying(by, before)
    for post in lying[:AT_ONCE]:
        # Somebody else may take it out or delete it at this moment.
        with suppress(Forbidden, Gone, Invalid, NotFound, Stale):
            post.remove(by=by)
    if len(lying) > AT_ONCE:
        later(_JOB, user_id=by.id, before=before)
    return len(lying) <= AT_ONCE


@job(_JOB)
def go_on(user_id: Any, before: datetime) -> None:
    """Go on with an emptying that was begun."""
    user = User.find({"_id": user_id})
    if user:
        empty(before=before, by=user)


@job(EXPIRY)
def expire(post_id: Any) -> None:
    """Let a post go whose time in the trash is over."""
    # As the whole noun: its series has a say too.
    post = Post.find({"_id": post_id})
    if post:
        post.expire()


def _lying(user: User, before: datetime) -> Sequence[Post]:
    query = {"blog_id": {"$in": Membership.blog_ids_of(user)}, **IN_TRASH}
    query["trashing.at"] = {"$exists": True, "$lte": before}
    found = Post.collection().find(query).sort([("trashing.at", -1), ("_id", -1)])
    return Post.load_all(found.limit(AT_ONCE + 1))
