"""What somebody asks a search for: words, phrases, what is not to be there, tags and authors."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Self

from flask_babel import gettext as _

from blogsite.lib import terms, text
from blogsite.lib.terms import Sought, Unit
from blogsite.models.errors import Invalid
from blogsite.models.search_entry import HEAD, TAG, tag_key

LONGEST = 200
"""Characters."""
MOST_WORDS = 12
SHORTEST_BEGINNING = 3
"""Letters of a last word that may go on."""

_MOST_PAIRS = 6
"""Of one run of characters; what they do not tell apart, a look into the text does."""

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»「」『』＂", '"') | {"－": "-", "−": "-", "：": ":"})
_PART = re.compile(
    r"(?P<minus>(?<!\S)-)?(?:(?P<name>tag|author):)?"
    r'(?:"(?P<quoted>[^"]*)(?:"|$)|(?P<bare>[^\s"]+))',
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One of several things that a post has to have all of.

    Arguments:
        any_of: terms, of which one is enough.
        in_head: the same of a post that has it in title or tags.
        word: whether it stands in the text, or in title and tags; else it is told of the post.
    """

    any_of: tuple[str, ...]
    in_head: tuple[str, ...]
    word: bool = True

    @classmethod
    def as_word(cls, any_of: Iterable[str]) -> Self:
        """A word, by the terms that find it."""
        terms = tuple(any_of)
        return cls(any_of=terms, in_head=tuple(HEAD + one for one in terms))

    @classmethod
    def as_told(cls, any_of: Iterable[str]) -> Self:
        """What is told of a post, such as its author."""
        terms = tuple(any_of)
        return cls(any_of=terms, in_head=terms, word=False)

    def known(self, terms: Collection[str]) -> Self:
        """Without the terms that no post has."""
        return replace(
            self,
            any_of=tuple(one for one in self.any_of if one in terms),
            in_head=tuple(one for one in self.in_head if one in terms),
        )

    def going_on(self, terms: Sequence[str]) -> Self:
        """A word that may also be one of some others."""
        any_of = dict.fromkeys([*self.any_of, *(one for one in terms if one[0] != HEAD)])
        in_head = dict.fromkeys([*self.in_head, *(one for one in terms if one[0] == HEAD)])
        return replace(self, any_of=tuple(any_of), in_head=tuple(in_head))


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question, understood.

    Arguments:
        text: as it was typed.
        wanted: what a post has to have.
        phrases: what it has to say so, as `running` texts do.
        unwanted: terms that it must not have.
        unsaid: phrases that it must not say.
        authors: names, of which each restricts the posts to those of people called so.
        beginning: what its last word begins with, if that may go on.
        sought: what to mark in what was found.
    """

    text: str = ""
    wanted: tuple[Wanted, ...] = ()
    phrases: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    beginning: str = ""
    sought: Sought = field(default_factory=Sought)

    @classmethod
    def of(cls, typed: str) -> Self:
        """Understand what somebody typed; nothing of it is an operator for the database.

        Raises:
            Invalid: it is too long, or there is nothing in it to look for.
        """
        line = text.line(text.without_unkeepable(typed))
        if len(line) > LONGEST:
            raise Invalid(
                _("This is longer than a search may be (%(num)d characters).") % {"num": LONGEST},
                field="q",
            )
        if not line:
            return cls()
        asked = _Understood(list(_parts(line)))
        asked.check()
        return cls(text=line, **asked.known)

    @property
    def empty(self) -> bool:
        """Whether nothing was asked."""
        return not self.text


@dataclass(frozen=True)
class _Part:
    """One word or phrase of a question, with what stands before it."""

    minus: bool
    name: str
    quoted: bool
    said: str

    @cached_property
    def units(self) -> list[Unit]:
        return list(terms.units(self.said))

    @property
    def phrase(self) -> str:
        """What a running text that says it contains."""
        first, last = self.units[0], self.units[-1]
        said = " ".join(one.folded for one in self.units)
        # A word stands between spaces, a run begins anywhere.
        return f"{'' if first.run else ' '}{said}{'' if last.run else ' '}"


def _parts(line: str) -> Iterator[_Part]:
    for match in _PART.finditer(line.translate(_QUOTES)):
        quoted = match["quoted"] is not None
        said = match["quoted"] if quoted else match["bare"]
        part = _Part(bool(match["minus"]), (match["name"] or "").lower(), quoted, said or "")
        if part.units:
            yield part


class _Understood:
    """Parts of a question, sorted by what they ask."""

    def __init__(self, parts: Sequence[_Part]) -> None:
        plain = [one for one in parts if not one.name]
        self._tags = [one for one in parts if one.name == "tag"]
        self._authors = [one for one in parts if one.name == "author" and not one.minus]
        self._words = [one for one in plain if not one.minus]
        self._unwanted = [one for one in plain if one.minus]
        self._units = [unit for one in self._words for unit in one.units]
        self._last = parts[-1] if parts else None

    def check(self) -> None:
        """Let pass what can be looked for.

        Raises:
            Invalid: that is nothing, too little or too much.
        """
        tags = [one for one in self._tags if not one.minus]
        if not self._units and not tags and not self._authors:
            if self._unwanted or self._tags:
                raise Invalid(_("Say also what is to be found, not only what is not."), field="q")
            raise Invalid(_("Type a word to look for."), field="q")
        alone = all(len(one.folded) == 1 and not one.run for one in self._units)
        if self._units and alone and not tags and not self._authors:
            raise Invalid(_("Type at least two letters."), field="q")
        if len(self._units) + len(self._unwanted) + len(self._tags) > MOST_WORDS:
            raise Invalid(_("Look for %(num)d words at the most.") % {"num": MOST_WORDS}, field="q")

    @property
    def known(self) -> dict[str, Any]:
        """The fields of `Asked`."""
        phrases = [one.phrase for one in self._words if one.quoted]
        runs = [one.folded for one in self._units if one.run]
        return {
            "wanted": tuple(self._wanted()),
            "phrases": (*phrases, *(one for one in runs if len(one) > 2)),
            "unwanted": tuple(self._unwanted_terms()),
            "unsaid": tuple(one.phrase for one in self._unwanted if _is_phrase(one)),
            "authors": tuple(one.said for one in self._authors),
            "beginning": self._beginning,
            "sought": self._sought,
        }

    def _wanted(self) -> Iterator[Wanted]:
        for tag in self._tags:
            if not tag.minus:
                yield Wanted.as_told([TAG + tag_key(tag.said)])
        for unit in self._units:
            if unit.run:
                yield from (Wanted.as_word([one]) for one in _some_pairs(unit))
            else:
                yield Wanted.as_word(terms.asked_for(unit))

    def _unwanted_terms(self) -> Iterator[str]:
        for one in self._tags:
            if one.minus:
                yield TAG + tag_key(one.said)
        for one in self._unwanted:
            if not _is_phrase(one):
                yield from terms.asked_for(one.units[0])

    @property
    def _beginning(self) -> str:
        last = self._last
        if last is None or last.minus or last.name or last.quoted or last.units[-1].run:
            return ""
        word = last.units[-1].folded
        return word if len(word) >= SHORTEST_BEGINNING else ""

    @property
    def _sought(self) -> Sought:
        loose = [one for part in self._words if not part.quoted for one in part.units]
        alone = [one.units[0] for one in self._words if one.quoted and len(one.units) == 1]
        words = [one for one in (*loose, *alone) if not one.run]
        phrases = [one.units for one in self._words if one.quoted and len(one.units) > 1]
        return Sought(
            words={term: one.folded for one in words for term in terms.asked_for(one)},
            beginnings=(self._beginning,) if self._beginning else (),
            runs=tuple(one.folded for one in self._units if one.run),
            phrases=tuple(tuple(one.folded for one in phrase) for phrase in phrases),
        )


def _is_phrase(part: _Part) -> bool:
    """Whether no single term says it."""
    return len(part.units) > 1 or (part.units[0].run and len(part.units[0].folded) > 2)


def _some_pairs(run: Unit) -> Iterable[str]:
    """Pairs of characters that a text has in which a run stands."""
    if len(run.folded) <= 2:
        return [run.folded]
    pairs = [run.folded[at : at + 2] for at in range(len(run.folded) - 1)]
    return list(dict.fromkeys([*pairs[::2], pairs[-1]]))[:_MOST_PAIRS]
