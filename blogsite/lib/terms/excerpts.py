"""The part of a text where it was found, with what was looked for marked."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from .folding import LONGEST_WORD, Unit, fold, units
from .stemming import terms_of

LENGTH = 220
"""Characters that are shown."""
_BEFORE = 60
_REACH = LENGTH - _BEFORE
_MOST_FOUND = 40
"""Places that are compared; the best of them is nearly always among the first."""


class Piece(NamedTuple):
    """Some of a text, and whether it is what was looked for."""

    text: str
    found: bool


class Place(NamedTuple):
    """Where something was found, and which of several things."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, kw_only=True)
class Sought:
    """What to mark in texts.

    Arguments:
        words: the terms of words, and the word that each stands for.
        beginnings: what words begin with, folded.
        runs: folded runs of characters.
        phrases: folded words that stand beside each other.
    """

    words: Mapping[str, str] = field(default_factory=dict)
    beginnings: tuple[str, ...] = ()
    runs: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def count(self) -> int:
        """How many different things that are."""
        phrases = (" ".join(one) for one in self.phrases)
        return len({*self.words.values(), *self.beginnings, *self.runs, *phrases})

    def places(self, text: str, language: str) -> Iterator[Place]:
        """Where they are in a text, from its beginning; two may overlap."""
        recent: deque[Unit] = deque(maxlen=max(map(len, self.phrases), default=1))
        for unit in units(text):
            if unit.run:
                yield from _in_run(unit, text, self.runs)
            elif name := self._name(unit, language):
                yield Place(unit.start, unit.end, name)
            if self.phrases:
                recent.append(unit)
                yield from self._said(list(recent))

    def _name(self, unit: Unit, language: str) -> str:
        """Which of the words a word of a text is; empty if it is none."""
        for term in terms_of(unit, language):
            if term in self.words:
                return self.words[term]
        for beginning in self.beginnings:
            if unit.folded.startswith(beginning):
                return beginning
        return ""

    def _said(self, recent: Sequence[Unit]) -> Iterator[Place]:
        for phrase in self.phrases:
            last = recent[-len(phrase) :]
            if tuple(one.folded for one in last) == phrase:
                yield Place(last[0].start, last[-1].end, " ".join(phrase))


def marked(text: str, sought: Sought, language: str) -> list[Piece]:
    """A whole text with what was found marked."""
    return list(_pieces(text, sought.places(text, language), 0, len(text)))


def excerpt(text: str, sought: Sought, language: str) -> list[Piece] | None:
    """The lines where most different things were found; None when there are none."""
    found: list[Place] = []
    for one in sought.places(text, language):
        found.append(one)
        if len(found) == _MOST_FOUND or _all_near(found, sought):
            break
    if not found:
        return None
    first = max(found, key=lambda one: (_different(found, one.start), -one.start)).start
    start, end = _window(text, first)
    # A word that the end cuts is to be read whole.
    shown = sought.places(text[: end + LONGEST_WORD], language)
    pieces = _pieces(text, shown, start, end)
    return [*_plain("… " if start else ""), *pieces, *_plain(" …" if end < len(text) else "")]


def _in_run(unit: Unit, text: str, runs: Iterable[str]) -> Iterator[Place]:
    """Where folded runs stand in a unit, counted in the text as it is written."""
    if not any(one in unit.folded for one in runs):
        return
    folded, origin = "", []
    for number, character in enumerate(text[unit.start : unit.end]):
        one = fold(character)
        folded += one
        origin += [number] * len(one)
    for run in runs:
        at = folded.find(run)
        while at >= 0:
            start, end = origin[at], origin[at + len(run) - 1] + 1
            yield Place(unit.start + start, unit.start + end, run)
            at = folded.find(run, at + len(run))


def _different(found: Sequence[Place], start: int) -> int:
    return len({one.name for one in found if start <= one.start < start + _REACH})


def _all_near(found: Sequence[Place], sought: Sought) -> bool:
    """Whether all that is sought stands near the last place: nothing better will come."""
    near = found[-1].start - _REACH
    first = next(one.start for one in found if one.start > near)
    return _different(found, first) == sought.count


def _window(text: str, first: int) -> tuple[int, int]:
    start = max(0, first - _BEFORE)
    if start:
        space = text.find(" ", start, first)
        start = space + 1 if space >= 0 else start
    end = min(len(text), start + LENGTH)
    if end < len(text):
        space = text.rfind(" ", first, end)
        end = space if space > first + LENGTH // 3 else end
    return start, end


def _pieces(text: str, found: Iterable[Place], start: int, end: int) -> Iterator[Piece]:
    at = start
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if one.start >= at and one.end <= end:
            yield from _plain(text[at : one.start])
            yield Piece(text[one.start : one.end], found=True)
            at = one.end
    yield from _plain(text[at:end])


def _plain(text: str) -> Iterator[Piece]:
    if text:
        yield Piece(text, found=False)
