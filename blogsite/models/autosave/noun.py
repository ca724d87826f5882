"""What somebody is writing and has not saved: put aside by their page, never part of a post."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from bson import ObjectId
from flask_babel import gettext as _
from pymongo import IndexModel

from blogsite.database import NOT_STORED, Document, atomic
from blogsite.lib import clock, text
from blogsite.models import device
from blogsite.models.autosave.marks import MOST, Mark, Place
from blogsite.models.autosave.words import NOT_WORDS, Words, as_kept, has_words
from blogsite.models.errors import Invalid
from blogsite.models.throttle import Rate
from blogsite.models.user import User

LIFETIME = timedelta(days=30)
FIRST = 60  # characters that name what has no title

WRITING = Rate("autosaves of an account", 240, timedelta(minutes=1))

_OPEN = {"slot": {"$gte": 0}}


@dataclass(kw_only=True, eq=False)
class Autosave(Document):
    """The fields of one open editor, as they were when its writer last paused.

    It is open while it has a `slot`, of which each account has `MOST`. Saved or discarded, it is
    closed: its words are erased, and its mark stays for what is still on the way. Only words that
    were written later open it again.
    """

    collection_name: ClassVar[str] = "autosaves"
    indexes = (
        IndexModel([("user_id", 1), ("key", 1)], unique=True),
        IndexModel([("user_id", 1), ("slot", 1)], unique=True, partialFilterExpression=_OPEN),
        IndexModel([("blog_id", 1), ("post_id", 1)]),
        IndexModel([("expires_at", 1)], expireAfterSeconds=0),
    )

    user_id: Any
    key: str
    sequence: int
    blog_id: Any
    post_id: Any = None
    slot: int | None = None
    written: dict[str, list[str]] = field(default_factory=dict)
    user_agent: str = ""
    at: datetime = field(default_factory=clock.now)
    expires_at: datetime = field(default_factory=lambda: clock.now() + LIFETIME)
    loaded_blog: Any = field(default=None, repr=False, metadata=NOT_STORED)

    @classmethod
    def keep(
        cls,
        written: Words,
        *,
        mark: Mark,
        place: Place,
        user: User,
        user_agent: str = "",
        grown_from: Iterable[Mark] = (),
    ) -> Autosave:
        """Put aside what a page holds; what is older than what is there changes nothing.

        Arguments:
            written: field names to their values.
            mark: of the page, at this moment.
            place: where it is written; the writer may write there.
            user: who writes.
            user_agent: in which browser.
            grown_from: what had been taken up in that page, and gives way to it.

        Returns:
            What is there now.

        Raises:
            TooLarge: it is more than is kept.
            Invalid: it is no form of ours, or the account has too many.
            TooOften: of that account too many came lately.
        """
        fields = as_kept(written)
        WRITING.of(user.id).take()
        changes = {"written": fields, "user_agent": user_agent[:200]}
        return cls._keep(mark, place, user, changes, list(grown_from))

    @classmethod
    @atomic
    def _keep(
        cls,
        mark: Mark,
        place: Place,
        user: User,
        changes: Mapping[str, Any],
        grown_from: Iterable[Mark],
    ) -> Autosave:
        own = {"user_id": user.id, "key": mark.key}
        known = cls.find(own)
        if known and known.sequence >= mark.sequence:
            return known
        if known and (known.blog_id, known.post_id) != (place.blog_id, place.post_id):
            raise Invalid(_("This form is damaged."))
        cls.close(grown_from, place=place, user=user)
        now = clock.now()
        slot = known.slot if known and known.open else None
        if place.post_id is None and not has_words(changes["written"]):
            slot, changes = None, {**changes, "written": {}}
        elif slot is None:
            slot = cls._free_slot(user)
        fresh = {**changes, "sequence": mark.sequence, "slot": slot}
        fresh |= {"at": now, "expires_at": now + LIFETIME}
        if known is None:
            return cls(**own, **vars(place), **fresh).insert()
        known.update(fresh, expecting={"sequence": known.sequence})
        return known

    @classmethod
    def close(cls, marks: Iterable[Mark], *, place: Place, user: User) -> None:
        """Erase what was saved meanwhile, or is not wanted; harmless when repeated.

        Belongs into the transaction that saves. What its page has written after the mark stays.
        """
        for mark in marks:
            own = {"user_id": user.id, "key": mark.key}
            known = cls.find(own)
            closed: dict[str, Any] = {"sequence": mark.sequence, "slot": None, "written": {}}
            if known is None:
                # Words that are still on their way here are not to come back.
                cls(**own, **vars(place), **closed).insert()
            elif known.sequence <= mark.sequence:
                known.update(closed, expecting={"sequence": known.sequence})

    @classmethod
    def at_place(cls, place: Place, *, user: User) -> list[Autosave]:
        """What somebody has not saved of a post, or of new ones in a blog, the newest first."""
        found = cls.collection().find({**cls.waiting_query(user), **vars(place)})
        return sorted(cls.load_all(found), key=lambda one: (one.at, one.sequence), reverse=True)

    @classmethod
    def waiting_query(cls, user: User) -> dict[str, Any]:
        """What finds all that somebody has not saved; served by the index of the slots."""
        return {"user_id": user.id, **_OPEN, "expires_at": {"$gt": clock.now()}}

    @classmethod
    @atomic
    def discard(
        cls, autosave_id: ObjectId, *, also: Iterable[Mark] = (), user: User
    ) -> Self | None:
        """Throw one of one's own away; None, and harmless, when there is none.

        Arguments:
            autosave_id: which one.
            also: pages that it was taken up in.
            user: whose it is.
        """
        found = cls.find({"_id": autosave_id, "user_id": user.id})
        if found is None:
            return None
        place = Place(blog_id=found.blog_id, post_id=found.post_id)
        cls.close([found.mark, *also], place=place, user=user)
        return found

    @classmethod
    def forget(cls, *, blog_id: Any, post_id: Any = None) -> None:
        """Remove what was written for a blog or one of its posts, which is gone."""
        place = {"blog_id": blog_id, **({"post_id": post_id} if post_id else {})}
        cls.collection().delete_many(place)

    @property
    def open(self) -> bool:
        """Whether there is something in it that nobody has saved or discarded."""
        return self.slot is not None

    @property
    def mark(self) -> Mark:
        return Mark(key=self.key, sequence=self.sequence)

    def is_in(self, marks: Iterable[Mark]) -> bool:
        """Whether something else that has grown up to these marks holds what is in it."""
        return any(one.key == self.key and one.sequence >= self.sequence for one in marks)

    @property
    def blog(self) -> Any:
        """The blog it was written for."""
        if self.loaded_blog is None:
            raise LookupError("this was loaded without its blog")
        return self.loaded_blog

    @property
    def title(self) -> str:
        return text.line(" ".join(self.written.get("title", ())))

    @property
    def name(self) -> str:
        """The title, or the first words; may be empty."""
        return self.title or text.line(" ".join(self.written.get("content", ()))[:FIRST])

    @property
    def fields(self) -> list[tuple[str, str]]:
        """What was written, field by field, for people to read."""
        told = ((name, ", ".join(values)) for name, values in self.written.items())
        return [(name, words) for name, words in told if words and name not in NOT_WORDS]

    @property
    def browser(self) -> str:
        """Where it was written, in words."""
        return device.named(self.user_agent)

    @classmethod
    def _free_slot(cls, user: User) -> int:
        own = cls.collection().find({"user_id": user.id, **_OPEN}, {"slot": 1, "expires_at": 1})
        # The database itself clears up what is over only now and then.
        held = list(own)
        over = [one for one in held if one["expires_at"] <= clock.now()]
        for one in over:
            cls.collection().delete_one({"_id": one["_id"]})
        taken = {one["slot"] for one in held if one not in over}
        free = next((slot for slot in range(MOST) if slot not in taken), None)
        if free is None:
            raise Invalid(
                _("You have too many texts that are not saved. Save or discard some of them.")
            )
        return free
