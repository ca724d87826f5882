"""What posts are found by: one entry for each, in the search's indexes only while it is listed.

An entry stands in them by its moment, `at`, which it has only while strangers may be led to the
post, from then on. A post that is scheduled has it too: each question asks for what is over.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from pymongo import IndexModel

from blogsite.database import Document
from blogsite.lib import terms
from blogsite.lib.terms import Reading

IN_BLOG: Mapping[str, Any] = {"at": {"$exists": True}}
ON_SITE: Mapping[str, Any] = {"site_at": {"$exists": True}}

_MOST_LOOKED_AT = 500

# What stands before a term says what it is a term of; none of these begins a word.
HEAD, TAG, AUTHOR = "^", "#", "@"
_TERM = ":"


@dataclass(kw_only=True, eq=False)
class SearchEntry(Document):
    """Under the id of its post.

    `terms` are the words of title, tags and text, those of title and tags once more after `HEAD`,
    each tag as a whole and the author. `head` and `running` are the same words in their order,
    `shown` is the beginning of the text as its readers see it. `at` and `site_at` say the same,
    or are not there at all: each has an index of its own, so that no question meets the wrong one.
    `words` waits for the day on which its words may be known to `SearchWord`; `said` of the terms,
    which stand first, are those of the text.
    """

    collection_name: ClassVar[str] = "search_entries"
    indexes = (
        IndexModel(
            [("blog_id", 1), ("terms", 1), ("at", -1), ("_id", -1)],
            partialFilterExpression=IN_BLOG,
        ),
        IndexModel([("terms", 1), ("site_at", -1), ("_id", -1)], partialFilterExpression=ON_SITE),
    )

    blog_id: Any
    author_id: Any
    language: str
    head: str
    running: str
    shown: str
    terms: list[str]
    said: int = 0
    at: datetime | None = None
    words: list[str] = field(default_factory=list)

    @classmethod
    def enter(cls, entries: Sequence[SearchEntry]) -> None:
        """Write entries; each takes the place of the one that its post had."""
        SearchWord.learn({word for one in entries if one.at for word in one.words})
        for one in entries:
            cls.collection().replace_one({"_id": one.id}, one.as_stored, upsert=True)

    @classmethod
    def enter_first(cls, entries: Sequence[SearchEntry]) -> None:
        """Write entries of posts that had none."""
        SearchWord.learn({word for one in entries if one.at for word in one.words})
        if entries:
            cls.collection().insert_many([one.as_stored for one in entries])

    @classmethod
    def move(cls, post_id: Any, *, at: datetime | None) -> None:
        """Let an entry be found from a moment on, or no more.

        That of a post which waits to be read for the first time is not there yet.
        """
        if at is None:
            gone = {"$unset": {"at": "", "site_at": ""}}
            cls.collection().update_one({"_id": post_id}, gone)
            return
        waiting = cls.collection().find_one({"_id": post_id}, {"words": 1})
        SearchWord.learn((waiting or {}).get("words", ()))
        there = {"$set": {"at": at, "site_at": at}, "$unset": {"words": ""}}
        cls.collection().update_one({"_id": post_id}, there)

    @classmethod
    def forget(cls, post_ids: Sequence[Any]) -> None:
        """Remove the entries of posts whose words are gone."""
        cls.collection().delete_many({"_id": {"$in": list(post_ids)}})

    @property
    def reading(self) -> Reading:
        """What it knows of the text of its post."""
        # An entry that was found once has no words: they are known to `SearchWord`.
        pairs = (one.partition(" ") for one in self.words)
        return Reading(
            language=self.language,
            shown=self.shown,
            running=self.running,
            terms=self.terms[: self.said],
            words=[(word, term) for word, _, term in pairs if term and term[0] != HEAD],
        )

    @property
    def as_stored(self) -> dict[str, Any]:
        """What is written; a moment that there is not is not written as none."""
        names = ("blog_id", "author_id", "language", "head", "running", "shown", "terms", "said")
        stored = {"_id": self.id, **{name: getattr(self, name) for name in names}}
        if self.at is None:
            return {**stored, "words": self.words}
        return {**stored, "at": self.at, "site_at": self.at}


@dataclass(kw_only=True, eq=False)
class SearchWord(Document):
    """A word or a term of any entry that was ever listed: nobody looks for what is not here.

    The id of a word is the word, a space, and the term that finds it, so that a beginning leads to
    what it may go on to; that of a term is the term after a colon. Neither says whose it is; both
    stay when the last post that has them goes.
    """

    collection_name: ClassVar[str] = "search_words"

    @classmethod
    def learn(cls, words: Collection[str]) -> None:
        """Know these from now on. Who learns the same at the same moment begins again."""
        if words:
            found = cls.collection().find({"_id": {"$in": list(words)}}, {"_id": 1})
            known = {one["_id"] for one in found}
            new = [{"_id": one} for one in sorted(set(words) - known)]
            if new:
                cls.collection().insert_many(new)

    @classmethod
    def known(cls, candidates: Collection[str], *, beginning: str = "") -> Known:
        """Which of some terms there are, and which words begin in some way.

        Arguments:
            candidates: terms.
            beginning: of words, folded; empty, of none.
        """
        asked: list[dict[str, Any]] = [{"_id": {"$in": [f"{_TERM}{one}" for one in candidates]}}]
        if beginning:
            asked.append({"_id": {"$gte": beginning, "$lt": f"{beginning}\U0010ffff"}})
        found = cls.collection().find({"$or": asked}).limit(len(candidates) + _MOST_LOOKED_AT)
        ids = [one["_id"] for one in found]
        words = [one.split(" ", 1) for one in ids if not one.startswith(_TERM)]
        return Known(
            terms=frozenset(one.removeprefix(_TERM) for one in ids if one.startswith(_TERM)),
            going_on=list(dict.fromkeys(term for _, term in sorted(words, key=_length))),
        )


@dataclass(frozen=True, kw_only=True)
class Known:
    """What `SearchWord` says.

    Arguments:
        terms: those that there are.
        going_on: terms of the words that begin so, those of short words first.
    """

    terms: frozenset[str]
    going_on: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a post says besides its text."""

    title: str
    tags: Sequence[str]
    author_id: Any


def terms_told(told: Told, reading: Reading) -> tuple[list[str], list[str]]:
    """All terms of a post, those of the text first, and its words as `SearchWord` has them."""
    heads = [terms.read(one, reading.language) for one in (told.title, *told.tags)]
    top = dict.fromkeys(term for one in heads for term in one.terms)
    found = dict.fromkeys([*reading.terms, *top, *(HEAD + one for one in top)])
    found |= dict.fromkeys(TAG + tag_key(tag) for tag in told.tags)
    words = dict.fromkeys(f"{_TERM}{one}" for one in found)
    words |= dict.fromkeys(
        f"{word} {term}" for one in (*heads, reading) for word, term in one.words
    )
    words |= dict.fromkeys(f"{word} {HEAD}{term}" for one in heads for word, term in one.words)
    return [*found, f"{AUTHOR}{told.author_id}"], list(words)


def tag_key(tag: str) -> str:
    """A tag as it is compared: like words, in their order."""
    return terms.running(tag).strip()


def head_of(told: Told) -> str:
    """Title and tags as phrases are looked for in them; none reaches from one into the other."""
    return "\n".join(terms.running(one) for one in (told.title, *told.tags))


def _length(pair: Sequence[str]) -> int:
    return len(pair[0])
