"""The pictures that posts use: found in their texts when these are saved, shown as posts are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from blogsite.jobs import later
from blogsite.lib import clock
from blogsite.models.picture.exposing import OncePublic
from blogsite.models.picture.fields import PictureFields
from blogsite.models.post.lists import IN_A_ROW, NO_TEXT
from blogsite.models.post.refreshing import KIND as TYPESETTING
from blogsite.models.post.refreshing import OUTDATED
from blogsite.models.post.states import TRASH, Stated
from blogsite.models.post.visibility import Visible

_MOST_USES = 1000


@dataclass(frozen=True, kw_only=True)
class Use:
    """A post that uses a picture, as far as it takes to name it; `state` is one of `STATES`."""

    id: Any
    title: str
    state: str

    @property
    def trashed(self) -> bool:
        return self.state == TRASH


class Pictured(Visible, Stated):
    """A picture is seen by whoever can see a post that uses it.

    What takes one from its readers remembers that they had it; a post that comes out by itself
    writes nothing, so that this could not be done as it begins.
    """

    @classmethod
    def show(cls, picture: PictureFields, *, at: datetime | None = None) -> bool:
        """Whether everybody can read a post that uses a picture; whoever edits its blog can.

        Arguments:
            at: the moment that counts for what comes out by itself; left out, now.
        """
        query = {**cls._using([picture]), **cls.visible_query(None)}
        if at is not None:
            query["publication.at"] = {"$lte": at}
        return cls.collection().find_one(query, {"_id": 1}) is not None

    @classmethod
    def using(cls, pictures: Sequence[PictureFields]) -> dict[Any, list[Use]]:
        """The posts that use each of some pictures of a blog, those in the trash too."""
        uses: dict[Any, list[Use]] = {one.id: [] for one in pictures}
        if pictures:
            found = cls.collection().find(cls._using(pictures), IN_A_ROW).limit(_MOST_USES)
            for post in cls.load_all({**NO_TEXT, **one} for one in found):
                use = Use(id=post.id, title=post.title, state=post.state)
                for picture_id in dict.fromkeys(post.pictures):
                    uses.get(picture_id, []).append(use)
        return uses

    @staticmethod
    def _using(pictures: Sequence[PictureFields]) -> dict[str, Any]:
        ids = [one.id for one in pictures]
        return {
            "blog_id": pictures[0].blog_id,
            "pictures": ids[0] if len(ids) == 1 else {"$in": ids},
        }

    def use_pictures(self, *, besides: Iterable[Any] = ()) -> None:
        """Hold on to those that it newly uses: who removes one at this moment begins again."""
        begun = set(self.pictures) - set(besides)
        if not begun:
            return
        held = PictureFields.collection().update_many(
            {"_id": {"$in": list(begun)}, "blog_id": self.blog_id},
            {"$set": {"used_at": clock.now()}},
        )
        if held.matched_count < len(begun):
            # Removed since the text was typeset, which is done again without it.
            self.update({"render_version": OUTDATED}, expecting={})
            later(TYPESETTING)

    def _change(self, **changes: Any) -> None:
        seen = self._seen_pictures()
        super()._change(**changes)
        OncePublic.note(seen - self._seen_pictures())

    def _seen_pictures(self) -> set[Any]:
        """Those that its readers see at this moment."""
        return set(self.pictures) if self.published else set()
