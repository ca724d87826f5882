"""When what a published post says last changed notably: what its readers are told of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from blogsite.lib import clock
from blogsite.models.post.revising import Revised
from blogsite.models.user import User

SOON_AFTER = timedelta(days=1)
"""So long after a publication what is changed still belongs to it."""
MANY_WORDS = 25
ONE_IN = 10
"""Words that were changed, of a long text and of a short one: less is a correction."""

# As the renderer counts them: each ideograph is a word.
_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_IDEOGRAPHS}]|[^\W{_IDEOGRAPHS}]+")


class Amended(Revised):
    """A slip of the pen that is mended is no news; a paragraph that was added is."""

    @property
    def renewed_at(self) -> datetime | None:
        """When it last changed notably since it came out; None: it says what it said then."""
        if self.amended_at is None or self.publication is None:
            return None
        # A date that was moved back says nothing of when people first read it.
        out = max(self.publication.at, self.public_since or self.publication.at)
        return self.amended_at if self.amended_at >= out + SOON_AFTER else None

    def _change_words(self, changes: Mapping[str, Any], *, by: User) -> None:
        if self.published and notable(self.source, changes.get("source", self.source)):
            changes = {**changes, "amended_at": clock.now()}
        super()._change_words(changes, by=by)


def notable(before: str, after: str) -> bool:
    """Whether a text says notably something else.

    Arguments:
        before: its source.
        after: the source now.
    """
    old, new = Counter(_WORD.findall(before)), Counter(_WORD.findall(after))
    changed = max((old - new).total(), (new - old).total())
    return changed >= MANY_WORDS or changed * ONE_IN > max(old.total(), 1)
