"""What an editor's page offers to choose from, found in one question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self

from bson import ObjectId
from flask_babel import gettext as _

from blogsite.models.blog import Blog
from blogsite.models.membership import Membership
from blogsite.models.picture import REFUSED, Picture
from blogsite.models.post import Post
from blogsite.models.user import User

MOST_MEMBERS = 200
MOST_TAGS = 40
MOST_COVERS = 11
LOOKED_AT = 500
"""Posts, the last changed ones, whose tags are counted: what a blog is about nowadays."""


@dataclass(frozen=True, kw_only=True)
class Suggestions:
    """The members, tags, series and newest pictures of a blog.

    Arguments:
        members: their ids and names, by name.
        tags: each with the number of posts that have it, the most used first.
        series: names, by name.
        pictures: the last sent first; one that is chosen already stands before them.
    """

    members: Sequence[tuple[Any, str]]
    tags: Sequence[tuple[str, int]]
    series: Sequence[str]
    pictures: Sequence[Picture]

    @classmethod
    def of(cls, blog: Blog, *, by: User, post: Post | None = None, chosen: str = "") -> Self:
        """What a blog offers to a member; who that is, and the post's author, are among them.

        Arguments:
            blog: where is written.
            by: who writes.
            post: what is edited; left out, a new one.
            chosen: the id of a picture that is to be among them.
        """
        found = list(Membership.collection().aggregate(_question(blog, chosen)))
        people = {one["user_id"]: _name(one) for one in found if "user_id" in one}
        people.setdefault(by.id, by.name or by.email)
        if post and post.author_id not in people:
            people[post.author_id] = _("a former member")
        return cls(
            members=sorted(people.items(), key=lambda one: one[1].casefold()),
            tags=[(one["_id"], one["count"]) for one in found if "count" in one],
            series=sorted((one["title"] for one in blog.series), key=str.casefold),
            pictures=_pictures(found),
        )


def _question(blog: Blog, chosen: str) -> list[dict[str, Any]]:
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
        *_asked_for_pictures(blog, chosen),
    ]


def _asked_for_pictures(blog: Blog, chosen: str) -> Iterator[dict[str, Any]]:
    shown = {"blog_id": blog.id, "state": {"$ne": REFUSED}}
    newest = [{"$match": shown}, {"$sort": {"uploaded_at": -1, "_id": -1}}, {"$limit": MOST_COVERS}]
    told = {"$project": {"picture": "$$ROOT"}}
    if chosen:
        one = [{"$match": {**shown, "_id": ObjectId(chosen)}}, told]
        yield {"$unionWith": {"coll": Picture.collection_name, "pipeline": one}}
    yield {"$unionWith": {"coll": Picture.collection_name, "pipeline": [*newest, told]}}


def _pictures(found: Sequence[dict[str, Any]]) -> list[Picture]:
    pictures = [Picture.load(one["picture"]) for one in found if "picture" in one]
    return list(dict.fromkeys(pictures))


def _name(member: dict[str, Any]) -> str:
    for user in member["user"]:
        return str(user["name"] or user["email"])
    return str(_("a former member"))
