"""One act on many posts of a blog: what was done, what was left as it was, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, ClassVar, Self

from bson import ObjectId
from flask_babel import gettext as _
from flask_babel import ngettext
from pymongo import IndexModel
from pymongo.errors import PyMongoError

from blogsite.database import Document, atomic, lost_a_race
from blogsite.lib import clock
from blogsite.models.blog import Blog
from blogsite.models.errors import Conflict, Forbidden, Invalid, NotFound, Refusal
from blogsite.models.membership import Membership
from blogsite.models.post import Post
from blogsite.models.post.lists import IN_A_ROW, NO_TEXT
from blogsite.models.post.table import MOST_AT_ONCE
from blogsite.models.user import User

PUBLISH, WITHDRAW, TAG, UNTAG = "publish", "withdraw", "tag", "untag"
TRASH, RESTORE = "trash", "restore"

Verb = Callable[[Post, Sequence[str], User], None]

VERBS: Mapping[str, Verb] = {
    PUBLISH: lambda post, _tags, by: post.publish(by=by),
    WITHDRAW: lambda post, _tags, by: post.withdraw(by=by),
    TAG: lambda post, tags, by: post.tag(tags, by=by),
    UNTAG: lambda post, tags, by: post.untag(tags, by=by),
    TRASH: lambda post, _tags, by: post.trash(by=by),
    RESTORE: lambda post, _tags, by: post.restore(by=by),
}
"""What can be done, each by the verb that does it for one post."""

BATCH = 25
"""Posts in one transaction: the way to the database is shared, and nobody waits long for one."""
LIFETIME = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class Left:
    """A post that was left as it was.

    Arguments:
        post_id: which one.
        title: of it; empty where there is no such post in this blog.
        reason: a sentence.
    """

    post_id: Any
    title: str
    reason: str


@dataclass(kw_only=True)
class _Tally:
    done: list[Any] = field(default_factory=list)
    already: int = 0
    left: list[Left] = field(default_factory=list)

    def add(self, other: _Tally) -> None:
        self.done += other.done
        self.already += other.already
        self.left += other.left


@dataclass(kw_only=True, eq=False)
class BulkAction(Document):
    """Kept for a day for whoever did it, who reads there what became of each post.

    `done` has the ids of the posts that changed, `already` counts those that needed no change,
    `onward` is where what matched goes on, if there was too much for one act.
    """

    collection_name: ClassVar[str] = "bulk_actions"
    indexes = (
        IndexModel([("user_id", 1)]),
        IndexModel([("blog_id", 1)]),
        IndexModel([("expires_at", 1)], expireAfterSeconds=0),
    )

    blog_id: Any
    user_id: Any
    action: str
    tags: list[str]
    done: list[Any]
    already: int
    left: list[dict[str, Any]]
    onward: str | None = None
    at: datetime = field(default_factory=clock.now)
    expires_at: datetime = field(default_factory=lambda: clock.now() + LIFETIME)

    @classmethod
    def perform(
        cls,
        action: str,
        *,
        blog: Blog,
        post_ids: Sequence[Any],
        by: User,
        tags: Sequence[str] = (),
        onward: str | None = None,
    ) -> Self:
        """Do the same to many posts; one that refuses is left as it was. Done twice is done once.

        Arguments:
            action: one of `VERBS`.
            blog: where the posts are; an id of any other blog counts as none.
            post_ids: which ones.
            by: who does it.
            tags: to be added or taken away.
            onward: the key of what else matched.

        Raises:
            Forbidden: by somebody who does not belong to the blog.
            Invalid: nothing is said to be done, or to which posts, or they are too many.
        """
        ids = list(dict.fromkeys(post_ids))
        _check(action, ids, tags)
        if not blog.editable_by(by):
            raise Forbidden
        tally = _tallied(ids, action=action, blog_id=blog.id, by=by, tags=tags)
        return cls(
            blog_id=blog.id,
            user_id=by.id,
            action=action,
            tags=list(tags),
            done=tally.done,
            already=tally.already,
            left=[asdict(one) for one in tally.left],
            onward=onward,
        ).insert()

    @classmethod
    def of(cls, user: User, *, blog: Blog, action_id: Any) -> Self | None:
        """One of somebody's own in a blog, or None where it is over."""
        return cls.find({"_id": action_id, "blog_id": blog.id, "user_id": user.id})

    @property
    def reasons(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Those that were left, by the reason."""
        by_reason: dict[str, list[Mapping[str, Any]]] = {}
        for one in self.left:
            by_reason.setdefault(one["reason"], []).append(one)
        return by_reason


def _check(action: str, ids: Sequence[Any], tags: Sequence[str]) -> None:
    if action not in VERBS:
        raise Invalid(_("Choose what is to be done."), field="action")
    if not ids:
        raise Invalid(_("Choose at least one post."), field="post")
    if len(ids) > MOST_AT_ONCE:
        raise Invalid(
            ngettext(
                "Choose %(num)d post at the most.",
                "Choose %(num)d posts at the most.",
                MOST_AT_ONCE,
            ),
            field="post",
        )
    if action in (TAG, UNTAG) and not tags:
        raise Invalid(_("Say which tags."), field="tags")


def _tallied(ids: Sequence[Any], **act: Any) -> _Tally:
    tally = _Tally()
    coming = iter(ids)
    while few := list(islice(coming, BATCH)):
        tally.add(_performed(few, **act))
    return tally


def _performed(few: Sequence[Any], **act: Any) -> _Tally:
    """A batch in one transaction; where somebody else keeps changing one of them, each alone."""
    try:
        return _together(few, **act)
    except PyMongoError as error:
        if not lost_a_race(error):
            raise
        if len(few) == 1:
            return _Tally(left=[Left(post_id=few[0], title="", reason=str(Conflict.sentence))])
    tally = _Tally()
    for one in few:
        tally.add(_performed([one], **act))
    return tally


@atomic
def _together(
    few: Sequence[Any], *, action: str, blog_id: Any, by: User, tags: Sequence[str]
) -> _Tally:
    tally = _Tally()
    posts = dict(_loaded(few, blog_id))
    # Asked once for all of them: a post that knows its editors does not ask again.
    member = Membership.of(by, blog_id=blog_id) is not None
    for post_id in few:
        post = posts.get(post_id)
        if post is None:
            tally.left.append(_gone(post_id))
            continue
        post.known_editors[by.id] = member
        before = post.version
        try:
            VERBS[action](post, tags, by)
        except Refusal as refusal:
            tally.left.append(_left(post, refusal))
        else:
            if post.version == before:
                tally.already += 1
            else:
                tally.done.append(post_id)
    return tally


def _loaded(ids: Sequence[Any], blog_id: Any) -> Iterator[tuple[ObjectId, Post]]:
    found = Post.collection().find({"_id": {"$in": list(ids)}, "blog_id": blog_id}, dict(IN_A_ROW))
    for stored in found:
        post = Post.load({**NO_TEXT, **stored})
        if post.removal is None:
            yield post.id, post


def _left(post: Post, refusal: Refusal) -> Left:
    if isinstance(refusal, NotFound):
        return _gone(post.id)
    return Left(post_id=post.id, title=post.title, reason=str(refusal.sentence))


def _gone(post_id: Any) -> Left:
    return Left(post_id=post_id, title="", reason=_("It is gone, or was never in this blog."))
