"""What an editor's page offers to choose from, found in one question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from flask_babel import gettext as _

from blogsite.models.blog import Blog
from blogsite.models.membership import Membership
from blogsite.models.post import Post
from blogsite.models.user import User

MOST_MEMBERS = 200
MOST_TAGS = 40
LOOKED_AT = 500
"""Posts, the last changed ones, whose tags are counted: what a blog is about nowadays."""


@dataclass(frozen=True, kw_only=True)
class Suggestions:
    """The members, tags and series of a blog.

    Arguments:
        members: their ids and names, by name.
        tags: each with the number of posts that have it, the most used first.
        series: names, by name.
    """

    members: Sequence[tuple[Any, str]]
    tags: Sequence[tuple[str, int]]
    series: Sequence[str]

    @classmethod
    def of(cls, blog: Blog, *, by: User, post: Post | None = None) -> Self:
        """What a blog offers to a member; who that is, and the post's author, are among them."""
        found = list(Membership.collection().aggregate(_question(blog)))
        people = {one["user_id"]: _name(one) for one in found if "user_id" in one}
        people.setdefault(by.id, by.name or by.email)
        if post and post.author_id not in people:
            people[post.author_id] = _("a former member")
        return cls(
            members=sorted(people.items(), key=lambda one: one[1].casefold()),
            tags=[(one["_id"], one["count"]) for one in found if "count" in one],
            series=sorted((one["title"] for one in blog.series), key=str.casefold),
        )


def _question(blog: Blog) -> list[dict[str, Any]]:
    name = {"from": User.collection_name, "localField": "user_id", "foreignField": "_id"}
    tags = [
        {"$match": {"blog_id": blog.id, "trashing": None}},
        {"$sort": {"updated_at": -1, "_id": -1}},
        {"$limit": LOOKED_AT},
        {"$unwind": "$tags"},
        {"$group": {"_id": "$tags", "count": {"$sum": 1}}},
        {"$sort": {"count": -1, "_id": 1}},
        {"$limit": MOST_TAGS},
    ]
    return [
        {"$match": {"blog_id": blog.id}},
        {"$limit": MOST_MEMBERS},
        {"$lookup": {**name, "as": "user"}},
        {"$project": {"user_id": 1, "user.name": 1, "user.email": 1}},
        {"$unionWith": {"coll": Post.collection_name, "pipeline": tags}},
    ]


def _name(member: dict[str, Any]) -> str:
    for user in member["user"]:
        return str(user["name"] or user["email"])
    return str(_("a former member"))
