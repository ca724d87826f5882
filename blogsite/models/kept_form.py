"""What was written and sent when nobody was signed in any more: kept for a day, never saved."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar

from bson import ObjectId
from flask_babel import gettext as _
from pymongo import IndexModel

from blogsite.database import NOT_STORED, Document, atomic, sign, unsign
from blogsite.lib import clock, signing, text
from blogsite.models.autosave import Autosave, Mark, Place
from blogsite.models.blog import Blog
from blogsite.models.device import Device
from blogsite.models.errors import Invalid
from blogsite.models.membership import Membership
from blogsite.models.post import SETTINGS, Post
from blogsite.models.session import LIFETIME as SESSION
from blogsite.models.throttle import Rate
from blogsite.models.user import User

LIFETIME = timedelta(hours=24)
MOST = 5  # for one browser
LARGEST = 1024 * 1024
"""Bytes of UTF-8, all fields together."""
FIELDS = (
    *("title", "content", "tags", "slug", "status", "publish_at", "publish_zone", "visibility"),
    *SETTINGS,
    *("cover_address", "opened", "version"),
)
WORDS = (*FIELDS[:4], "summary")
"""The fields that somebody has written something in."""

NETWORK = Rate("kept forms of a network", 20, timedelta(hours=1))
STRANGERS = Rate("kept forms of unknown browsers", 200, timedelta(days=1))
_PURPOSE = "writer"
_WITHOUT_TEXT = {"written.content": 0}


@dataclass(kw_only=True, eq=False)
class KeptForm(Document):
    """The fields of one form, for the browser that sent it, and for its writer where known.

    Each browser has `MOST` slots, which an index holds against any number of senders at once. A
    browser is known by the hash of a word that only it has.
    """

    collection_name: ClassVar[str] = "kept_forms"
    indexes = (
        IndexModel([("browser", 1), ("slot", 1)], unique=True),
        IndexModel([("user_id", 1)]),
        IndexModel([("blog_id", 1)]),
        IndexModel([("expires_at", 1)], expireAfterSeconds=0),
    )

    browser: str
    slot: int
    written: dict[str, str]
    blog_id: Any
    post_id: Any = None
    user_id: Any = None
    marks: str = ""
    at: datetime = field(default_factory=clock.now)
    expires_at: datetime = field(default_factory=lambda: clock.now() + LIFETIME)
    loaded_blog: Blog | None = field(default=None, repr=False, metadata=NOT_STORED)

    @classmethod
    def keep(
        cls,
        written: Mapping[str, str],
        *,
        word: str,
        device: Device,
        blog_id: ObjectId | None = None,
        post_id: ObjectId | None = None,
        user_id: ObjectId | None = None,
        grown_from: ObjectId | None = None,
        holds: Iterable[Mark] = (),
    ) -> KeptForm:
        """Keep a form; the very same one is kept once.

        Arguments:
            written: field names to what was typed, of `FIELDS`.
            word: by which the browser is known.
            device: the browser.
            blog_id: where a new post was to go.
            post_id: or else the post that was edited, whether there is one or not.
            user_id: who has written it, if that is known.
            grown_from: the kept form that had been put into this one, and gives way to it.
            holds: up to where its words are those of autosaves.

        Raises:
            Invalid: it is too large, or the browser has too many.
            TooOften: from there too many came lately.
        """
        if sum(len(name) + len(words.encode()) for name, words in written.items()) > LARGEST:
            raise Invalid(_("This is more than can be kept (1 MiB)."))
        NETWORK.of(device.network).take()
        if not device.word:
            STRANGERS.of("all").take()
        if post_id is not None:
            blog_id = _blog_of(post_id)
        place = {"blog_id": blog_id, "post_id": post_id, "user_id": user_id}
        marks = " ".join(map(str, holds))
        return cls._keep(hashed(word), dict(written), place, grown_from, marks)

    @classmethod
    @atomic
    def _keep(
        cls,
        browser: str,
        written: dict[str, str],
        place: Mapping[str, Any],
        grown_from: ObjectId | None,
        marks: str,
    ) -> KeptForm:
        own = cls.load_all(cls.collection().find({"browser": browser}))
        same = {**place, "written": written}
        older = {**place, "id": grown_from}
        older.pop("user_id")
        # The database itself clears up what is over only now and then.
        going = [one for one in own if one.over or one.has(same) or one.has(older)]
        for one in going:
            one.delete()
        taken = {one.slot for one in own if one not in going}
        free = next((slot for slot in range(MOST) if slot not in taken), None)
        if free is None:
            raise Invalid(_("This browser has too many texts that wait to be saved."))
        return cls(browser=browser, slot=free, written=written, marks=marks, **place).insert()

    @classmethod
    def waiting(
        cls, word: str, *, user: User, blog: Blog, post: Post | None = None
    ) -> list[KeptForm]:
        """What one browser has for an editor's page, the newest first.

        Arguments:
            word: by which the browser is known.
            user: who looks; may write in that blog.
            blog: which one.
            post: the one that is edited; left out, a new one.
        """
        place = {"blog_id": blog.id, "post_id": post.id if post else None}
        return cls._of(word, user, place)

    @classmethod
    def listed(cls, word: str, *, user: User, blog: Blog | None = None) -> list[KeptForm]:
        """What one browser has for somebody, without the texts, the newest first.

        Arguments:
            word: by which the browser is known.
            user: who looks; what is in blogs where they may not write is left out.
            blog: only those of this one.
        """
        ids = [blog.id] if blog else Membership.blog_ids_of(user)
        found = cls._of(word, user, {"blog_id": {"$in": ids}}, _WITHOUT_TEXT)
        blogs = Blog.by_ids([one.blog_id for one in found]) if found else {}
        for one in found:
            one.loaded_blog = blogs.get(one.blog_id)
        return [one for one in found if one.loaded_blog and not one.loaded_blog.removed]

    @classmethod
    @atomic
    def throw_away(cls, kept_id: ObjectId, *, word: str, user: User) -> KeptForm | None:
        """Forget one, for whoever may see it; None, and harmless, when there is none for them.

        What it holds of autosaves goes with it: it was saved, or is not wanted.
        """
        query = {**_visible(word, user), "_id": kept_id}
        found = cls.find(query)
        if found is None or not found.writable_by(user):
            return None
        found.delete()
        place = Place(blog_id=found.blog_id, post_id=found.post_id)
        Autosave.close(found.autosaves, place=place, user=user)
        return found

    @property
    def autosaves(self) -> list[Mark]:
        """Up to where its words are those of autosaves."""
        return Mark.read_all(self.marks)

    @property
    def blog(self) -> Blog:
        """The blog it was written for."""
        if self.loaded_blog is None:
            raise LookupError("this was loaded without its blog")
        return self.loaded_blog

    @property
    def title(self) -> str:
        return self.written.get("title", "")

    @property
    def fields(self) -> list[tuple[str, str]]:
        """What was written, field by field, for people to read."""
        shown = (
            *("title", "content", "slug", "tags", "publish_at"),
            *("summary", "date", "series", "part", "language", "canonical_url"),
            *("cover_caption", "cover_address"),
        )
        return [(name, self.written[name]) for name in shown if self.written.get(name)]

    @property
    def over(self) -> bool:
        return self.expires_at <= clock.now()

    def writable_by(self, user: User) -> bool:
        """Whether somebody may write where this was written."""
        return Membership.of(user, blog_id=self.blog_id) is not None

    def has(self, values: Mapping[str, Any]) -> bool:
        """Whether its fields have these values."""
        return all(getattr(self, name) == value for name, value in values.items())

    @classmethod
    def _of(
        cls,
        word: str,
        user: User,
        place: Mapping[str, Any],
        fields: Mapping[str, int] | None = None,
    ) -> list[KeptForm]:
        found = cls.collection().find({**_visible(word, user), **place}, fields)
        return sorted(cls.load_all(found), key=lambda one: (one.at, one.id), reverse=True)


def writers_mark(user: User) -> str:
    """What an editor's page carries so that a form is known as its writer's later on."""
    return sign(str(user.id), purpose=_PURPOSE)


def writer(mark: str) -> ObjectId | None:
    """Whose page a form stood in; None where the mark is not ours."""
    try:
        return ObjectId(unsign(mark, purpose=_PURPOSE, lifetime=SESSION))
    except signing.TokenRefused:
        return None


def fit_to_keep(name: str, words: str) -> str:
    """What was typed into a field, as it would be saved."""
    fold = text.tidy if name == "content" else text.line
    return fold(text.without_unkeepable(words))


def hashed(word: str) -> str:
    """As a browser's word is stored, so that a stolen database shows nobody's texts."""
    return hashlib.sha256(word.encode()).hexdigest()


def _visible(word: str, user: User) -> dict[str, Any]:
    return {
        "browser": hashed(word),
        "expires_at": {"$gt": clock.now()},
        "user_id": {"$in": [user.id, None]},
    }


def _blog_of(post_id: ObjectId) -> Any:
    found = Post.collection().find_one({"_id": post_id}, {"blog_id": 1})
    return found["blog_id"] if found else None
