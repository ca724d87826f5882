"""Where a text may be parted: into what belongs together, and into what may begin a line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_JOINER = "\u200d"
_VIRAMA = 9
_SKIN = range(0x1F3FB, 0x1F400)
_EAST_ASIAN = re.compile(r"[\u2e80-\u30ff\u31c0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff9f]")
# What does not begin a line in East Asia, and what does not end one.
_NEVER_FIRST = frozenset(
    "、。，．・：；？！ー」』）】〉》〕］｝’”々"
    "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ"
    "%‰…—,.!?:;)]}"
)
_NEVER_LAST = frozenset("「『（【〈《〔［｛‘“([{")
_AFTER = frozenset("-\u2010\u2013\u2014/")


def clusters(text: str) -> list[str]:
    """What looks like one character each."""
    found: list[str] = []
    for one in text:
        if found and _belongs_to(found[-1], one):
            found[-1] += one
        else:
            found.append(one)
    return found


def pieces(text: str) -> Iterator[tuple[str, str]]:
    """What may stand on a line of its own, each with what is before it on the same line.

    Arguments:
        text: one line, its spaces single.
    """
    for word in text.split():
        space = " "
        for piece in _parts(word):
            yield space, piece
            space = ""


def _parts(word: str) -> Iterator[str]:
    begun = ""
    for one in clusters(word):
        if begun and _may_part(begun[-1], one[0]):
            yield begun
            begun = ""
        begun += one
    if begun:
        yield begun


def _may_part(before: str, after: str) -> bool:
    if before in _NEVER_LAST or after in _NEVER_FIRST:
        return False
    if _EAST_ASIAN.match(before) or _EAST_ASIAN.match(after) or _begins_syllable(after):
        return True
    return before in _AFTER and after.isalpha()


def _begins_syllable(one: str) -> bool:
    """In scripts that put no spaces between words: vowels before theirs in Thai and Lao, and any
    letter of Burmese and Khmer.
    """
    if "\u1000" <= one <= "\u109f" or "\u1780" <= one <= "\u17ff":
        return one.isalpha()
    return "\u0e40" <= one <= "\u0e44" or "\u0ec0" <= one <= "\u0ec4"


def _belongs_to(cluster: str, one: str) -> bool:
    if unicodedata.category(one) in ("Mn", "Me", "Mc") or one == _JOINER:
        return True
    if "\ufe00" <= one <= "\ufe0f" or ord(one) in _SKIN or cluster[-1] == _JOINER:
        return True
    # Of many Indian scripts: a consonant that lost its vowel leans on the next.
    return unicodedata.combining(cluster[-1]) == _VIRAMA and one.isalpha()
