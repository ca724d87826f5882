"""What remains of an account: that there was one. Its addresses answer that it is gone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from blogsite.database import Document
from blogsite.lib import clock

TOMBSTONES = "tombstones"


@dataclass(kw_only=True, eq=False)
class Tombstone(Document):
    """Under the id of the account; nothing of the person stands on it."""

    collection_name: ClassVar[str] = TOMBSTONES

    at: datetime = field(default_factory=clock.now)
