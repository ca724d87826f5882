"""Words as a search compares them: without case, accents and the marks that few people type.

Some scripts put no spaces between words. What is written in them is compared by its pairs of
neighbouring characters, which finds a word wherever it begins.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

LONGEST_WORD = 40
"""Characters that are compared; what is longer is no word."""


class Unit(NamedTuple):
    """A word, or a run of characters of a script without spaces.

    Arguments:
        lowered: in small letters, otherwise as it is written.
        folded: as it is compared.
        run: whether its script has no spaces.
        start: where it begins in the text.
        end: where it ends.
    """

    lowered: str
    folded: str
    run: bool
    start: int
    end: int


def units(text: str) -> Iterator[Unit]:
    """The words of a text in their order."""
    for match in _PIECE.finditer(text):
        piece, start = match[0], match.start()
        parts = _parts(piece) if len(piece) <= LONGEST_WORD else tuple(_split(piece))
        for lowered, folded, run, begins, ends in parts:
            yield Unit(lowered, folded, run, start + begins, start + ends)


def running(text: str) -> str:
    """A text as phrases are looked for in it: its folded words with a space around each."""
    return " ".join(["", *(one.folded for one in units(text)), ""])


def fold(word: str) -> str:
    """A word as it is compared."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", _lowered(word)))
    return _NOT_COMPARED.sub("", unicodedata.normalize("NFC", plain)).translate(_ALIKE)


def pairs(run: str) -> list[str]:
    """What a folded run is found by: its neighbouring characters, and those that are words."""
    return [a + b for a, b in pairwise(run)] + [
        one for one in run if len(run) == 1 or _IDEOGRAPH.match(one)
    ]


def _lowered(word: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold())


@lru_cache(maxsize=16384)
def _parts(piece: str) -> tuple[tuple[str, str, bool, int, int], ...]:
    return tuple(_split(piece))


def _split(piece: str) -> Iterator[tuple[str, str, bool, int, int]]:
    for match in _SCRIPTS.finditer(piece):
        run = match.lastgroup == "run"
        lowered, folded = _IGNORED.sub("", _lowered(match[0])), fold(match[0])
        if not run:
            lowered, folded = lowered[:LONGEST_WORD], folded[:LONGEST_WORD]
        if folded:
            yield lowered, folded, run, match.start(), match.end()


def _marks() -> str:
    """Combining characters, without which words of many scripts would fall apart."""
    ranges = (*range(0x300, 0x1E00), *range(0xA66F, 0xAC00), *range(0xFE20, 0xFE30))
    return "".join(chr(one) for one in ranges if unicodedata.category(chr(one)).startswith("M"))


# Chinese, Japanese, Korean; Thai, Lao, Tibetan, Burmese, Khmer.
_EAST = "\u1100-\u11ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
_EAST += "\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
_SPACELESS = f"{_EAST}\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff"

# Soft hyphens and joiners stand inside words; the zero-width non-joiner matters to Persian endings.
_INSIDE = "\u00ad\u200c\u200d\u2060"
_IGNORED = re.compile("[\u00ad\u200d\u2060]")
_IDEOGRAPH = re.compile(f"[{_EAST}]")
_PIECE = re.compile(f"[^\\W_](?:[^\\W_]|[{re.escape(_marks())}{_INSIDE}])*")
_SCRIPTS = re.compile(f"(?P<run>[{_SPACELESS}\u3099\u309a]+)|(?P<word>[^{_SPACELESS}]+)")
# Accents of Latin, Greek and Cyrillic, points of Hebrew, vowel signs of Arabic; the marks of other
# scripts are letters in all but name.
_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]"
)
_NOT_COMPARED = re.compile(f"[^\\w{re.escape(_marks())}]|_")
_ALIKE = str.maketrans(
    {
        "ı": "i",  # what Turkish keeps apart, few keyboards elsewhere do
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ى": "ي",  # one letter, written in three ways from Cairo to Tehran
        "ی": "ي",
        "ک": "ك",
        "ة": "ه",
        "ـ": "",
        "ς": "σ",
    }
)
