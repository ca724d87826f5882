"""Which pictures were public once: what was read under an address is gone, not unknown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from blogsite.database import Document
from blogsite.lib import clock


@dataclass(kw_only=True, eq=False)
class OncePublic(Document):
    """Under the id of a picture that readers could see, from when it is taken from them.

    It outlives the picture, the posts that used it, and its blog. Nothing of it is told here, and
    nobody is named.
    """

    collection_name: ClassVar[str] = "once_public_pictures"

    at: datetime = field(default_factory=clock.now)

    @classmethod
    def note(cls, picture_ids: Iterable[Any]) -> None:
        """Remember some that are public at this moment; harmless when they are remembered.

        Raises:
            DuplicateKeyError: somebody else noted one just now: the transaction is to run again.
        """
        ids = list(set(picture_ids))
        if ids:
            known = {one["_id"] for one in cls.collection().find({"_id": {"$in": ids}})}
            cls.insert_all([cls(id=one) for one in ids if one not in known])

    @classmethod
    def knows(cls, picture_id: Any) -> bool:
        """Whether that one was public once, as far as somebody has taken it away since."""
        return cls.collection().find_one({"_id": picture_id}, {"_id": 1}) is not None
