"""What texts are found by: the stems of their words, and pairs of characters where no spaces are.

This package is also loaded by its path, in a process that has nothing else of ours: what it
needs of itself it imports from beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice

from .excerpts import Piece, Sought, excerpt, marked
from .folding import Unit, fold, running, units
from .stemming import ALGORITHMS, asked_for, guessed, language_of, terms_made, terms_of

MOST_TERMS = 5000
"""Different terms of one text; a novel has about as many, and what follows them is not found."""
LONGEST_TEXT = 400_000
"""Characters that are read; a book of 250 pages."""

LONGEST_SHOWN = 20_000
"""Characters in which the place is looked for that is shown."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A text made ready to be found.

    Arguments:
        language: whose rules the terms were made by; empty, those of none.
        shown: its beginning, as it is written.
        running: the text as phrases are looked for in it.
        terms: what it is found by, in the order of the text.
        words: each folded word with the first of its terms, which finds the word by its beginning.
    """

    language: str
    shown: str
    running: str
    terms: list[str]
    words: list[tuple[str, str]]


def read(text: str, language: str | None = None) -> Reading:
    """Make a text ready to be found.

    Arguments:
        text: in plain words.
        language: one of `ALGORITHMS`, or none of them; left out, guessed.
    """
    found = list(units(text[:LONGEST_TEXT]))
    known = guessed([one.folded for one in found[:400]]) if language is None else language
    terms: dict[str, None] = {}
    words: dict[tuple[str, str], None] = {}
    for one in dict.fromkeys((unit.lowered, unit.folded, unit.run) for unit in found):
        made = terms_made(*one, known)
        terms |= dict.fromkeys(made)
        if not one[2]:
            words[one[1], made[0]] = None
        if len(terms) >= MOST_TERMS:
            break
    return Reading(
        language=known,
        shown=text[:LONGEST_SHOWN],
        running=" ".join(["", *(one.folded for one in found), ""]),
        terms=list(islice(terms, MOST_TERMS)),
        words=list(words),
    )


def read_again(shown: str, running: str, language: str | None) -> Reading:
    """The same as `read`, of what an earlier reading kept of its text.

    Arguments:
        shown: its beginning, which knows accents.
        running: all of it, which does not.
        language: as for `read`.
    """
    # What follows the beginning has to do without accents.
    text = shown if len(shown) < LONGEST_SHOWN else f"{shown} {running}"
    return replace(read(text, language), shown=shown, running=running)


__all__ = [
    "ALGORITHMS",
    "Piece",
    "Reading",
    "Sought",
    "Unit",
    "asked_for",
    "excerpt",
    "fold",
    "language_of",
    "marked",
    "read",
    "read_again",
    "running",
    "terms_of",
    "units",
]
