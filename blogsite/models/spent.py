"""Words that were good once: challenges and states, which nobody stores until they are used."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from pymongo import IndexModel
from pymongo.errors import DuplicateKeyError

from blogsite.database import Document
from blogsite.lib import clock


@dataclass(kw_only=True, eq=False)
class Spent(Document):
    """Known by its hash for as long as the word itself would be good."""

    collection_name: ClassVar[str] = "spent"
    indexes = (IndexModel([("expires_at", 1)], expireAfterSeconds=0),)

    expires_at: datetime

    @classmethod
    def spend(cls, word: str, *, lifetime: timedelta) -> bool:
        """Use a word up, outside of any transaction; False when it has been used before.

        Arguments:
            word: unguessable, and signed by us, so that strangers cannot fill the collection.
            lifetime: how long the word is good.
        """
        key = hashlib.sha256(word.encode()).hexdigest()
        try:
            cls(id=key, expires_at=clock.now() + lifetime).insert()
        except DuplicateKeyError:
            return False
        return True
