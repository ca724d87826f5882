"""Sentences out of word lists: `{who} {deed}.` becomes something that somebody did."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random
from types import MappingProxyType

LANGUAGES = ("en", "de", "fr", "ru", "ar", "zh", "ja")

_FOLDER = Path(__file__).parent / "words"
_WITHOUT_SPACES = ("zh", "ja")
_OWN = "things of the own topic"
_OWN_TOPIC = 0.7  # how often a post speaks of its own topic instead of things in general
_SLOT = re.compile(r"\{(\w+)\}")

Sections = Mapping[str, Sequence[str]]


@cache
def sections(language: str) -> Sections:
    """The word lists of a language, by their headings."""
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line in (_FOLDER / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            current = found.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            current.append(line)
    return MappingProxyType(found)


@cache
def snippets() -> Sequence[str]:
    """Fenced blocks of code, the same in all languages."""
    text = (_FOLDER / "code.txt").read_text(encoding="utf-8")
    return [snippet.strip() for snippet in text.split("====")]


class Voice:
    """One language in one mood: whatever it says follows from its random numbers.

    Arguments:
        language: one of `LANGUAGES`.
        random: where its choices come from.
        topic: the number of what it speaks of; left out, of things in general.
    """

    def __init__(self, language: str, random: Random, *, topic: int | None = None) -> None:
        self.random = random
        self.spaced = language not in _WITHOUT_SPACES
        self._words = dict(sections(language))
        self._left: dict[str, list[str]] = {}
        if topic is not None:
            self._words[_OWN] = _things(self._words["topic"][topic])

    @property
    def topics(self) -> Sequence[str]:
        """The names of all topics, the favourite first."""
        return [line.partition(":")[0] for line in self._words["topic"]]

    def say(self, section: str) -> str:
        """A sentence, a title, a name: an entry of a section with its slots filled."""
        words = self._filled(self._next(section))
        return words[:1].upper() + words[1:]

    def cells(self, section: str) -> list[str]:
        """The parts of an entry, such as the headings of a table."""
        return [cell.strip() for cell in self._next(section).split("|")]

    def joined(self, sentences: Sequence[str]) -> str:
        return (" " if self.spaced else "").join(sentences)

    def length(self, text: str) -> int:
        """How many words that is, or characters where words are not told apart."""
        return len(text.split()) if self.spaced else len(text)

    def _next(self, section: str) -> str:
        # Everything is said once before anything is said again.
        if not self._left.get(section):
            self._left[section] = list(self._words[section])
            self.random.shuffle(self._left[section])
        return self._left[section].pop()

    def _filled(self, template: str) -> str:
        return _SLOT.sub(lambda slot: self._filled(self._slot(slot[1])), template)

    def _slot(self, name: str) -> str:
        if name == "thing" and _OWN in self._words and self.random.random() < _OWN_TOPIC:
            name = _OWN
        return self._next(name)


def _things(topic: str) -> list[str]:
    return [thing.strip() for thing in topic.partition(":")[2].split("|")]
