"""What a post is found by, kept beside it: in the same transaction as every change of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Self

from blogsite.database import atomic
from blogsite.lib import terms
from blogsite.lib.terms import Reading
from blogsite.models.post.fields import PostFields
from blogsite.models.search_entry import SearchEntry, Told, head_of, terms_told

_WORDS = frozenset(("reading", "title", "tags", "language", "author_id"))
_PLACES = frozenset(("publication", "trashing", "unlisting"))


class Searchable(PostFields):
    """An entry of a post is in the index exactly while the post is, or will be, listed."""

    def insert(self) -> Self:
        super().insert()
        if self.reading:
            SearchEntry.enter_first([self.as_entry(self.reading)])
        return self

    @classmethod
    def insert_all(cls, documents: Sequence[Self]) -> None:
        super().insert_all(documents)
        read = ((one, one.reading) for one in documents)
        SearchEntry.enter_first([one.as_entry(reading) for one, reading in read if reading])

    @atomic
    def delete(self) -> bool:
        SearchEntry.forget([self.id])
        return super().delete()

    def enter(self, reading: Reading | None) -> None:
        """Write its entry anew.

        Arguments:
            reading: of its text; None: nobody has read that yet, see `models.post.refreshing`.
        """
        if reading:
            SearchEntry.enter([self.as_entry(reading)])

    @property
    def found_from(self) -> datetime | None:
        """Since when, or from when on, lists lead to it; None: they do not."""
        hidden = self.publication is None or self.trashed or self.unlisted
        return None if hidden or self.publication is None else self.publication.at

    def _change(self, **changes: Any) -> None:
        super()._change(**changes)
        if self.removal is not None:
            SearchEntry.forget([self.id])
        elif _WORDS & changes.keys():
            self.enter(changes.get("reading") or self._read_before(again="language" in changes))
        elif _PLACES & changes.keys():
            SearchEntry.move(self.id, at=self.found_from)

    def _read_before(self, *, again: bool) -> Reading | None:
        """What is known of its text.

        Arguments:
            again: by the rules of another language.
        """
        entry = SearchEntry.find({"_id": self.id})
        if entry is None:
            return None
        if not again:
            return entry.reading
        known = terms.language_of(self.language) if self.language else None
        return terms.read_again(entry.shown, entry.running, known)

    def as_entry(self, reading: Reading) -> SearchEntry:
        """What it is found by.

        Arguments:
            reading: of its text; one by the rules of another language is made again.
        """
        known = terms.language_of(self.language) if self.language else reading.language
        if known != reading.language:
            reading = terms.read_again(reading.shown, reading.running, known)
        told = Told(title=self.title, tags=self.tags, author_id=self.author_id)
        found, words = terms_told(told, reading)
        return SearchEntry(
            id=self.id,
            blog_id=self.blog_id,
            author_id=self.author_id,
            language=known,
            head=head_of(told),
            running=reading.running,
            shown=reading.shown,
            terms=found,
            said=len(reading.terms),
            at=self.found_from,
            words=words,
        )


def differing(post: PostFields, written: Mapping[str, Any]) -> dict[str, Any]:
    """What of the written is not so yet; a text comes with its reading, and no text without."""
    changes = {name: one for name, one in written.items() if one != getattr(post, name)}
    changes.pop("reading", None)
    return {**changes, "reading": written["reading"]} if "source" in changes else changes
