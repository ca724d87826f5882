"""In which order the parts of a line stand, when scripts run both ways.

The rules of Unicode (UAX 9) for one line without explicit marks: strong letters decide, numbers go
with the letters before them, and what is between goes with its neighbours, or with the line.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TypeVar

LTR, RTL = "ltr", "rtl"

_STRONG = {"L": LTR, "R": RTL, "AL": RTL}
_NUMBERS = {"EN", "AN"}
_BETWEEN_NUMBERS = {"CS", "ES"}

_Part = TypeVar("_Part")
_Place = tuple[str, int]


def direction_of(text: str) -> str:
    """Which way a text runs: as its first letter does."""
    classes = (unicodedata.bidirectional(one) for one in text)
    return next((_STRONG[one] for one in classes if one in _STRONG), LTR)


def levels(text: str, direction: str) -> list[int]:
    """Of each character, how deep it is nested: even ones run to the right, odd ones to the left.

    Arguments:
        text: a line.
        direction: of the line.
    """
    base = 1 if direction == RTL else 0
    strong, found = direction, list[_Place | None]()
    for place, one in enumerate(text):
        kind = unicodedata.bidirectional(one)
        strong = _STRONG.get(kind, strong)
        if kind in _STRONG:
            found.append((strong, 1 if strong == RTL else 2 * base))
        elif kind == "AN" or (kind == "EN" and strong == RTL):
            found.append((RTL, 2))  # a number counts as one of the letters around it
        elif kind == "EN":
            found.append((LTR, 2 * base))
        else:
            joins = kind == "NSM" or _joins_numbers(text, place)
            found.append(found[-1] if joins and found else None)
    return _with_neutrals(found, direction, base)


def visual(parts: Sequence[tuple[int, _Part]]) -> list[_Part]:
    """The parts of a line from left to right.

    Arguments:
        parts: each with its level, in the order in which they are read.
    """
    placed = list(parts)
    for level in range(max((one for one, _ in parts), default=0), 0, -1):
        placed = _reversed_from(placed, level)
    return [one for _, one in placed]


def _joins_numbers(text: str, place: int) -> bool:
    """Whether it is the point in 1.5, or the like."""
    if unicodedata.bidirectional(text[place]) not in _BETWEEN_NUMBERS:
        return False
    around = text[place - 1 : place] + text[place + 1 : place + 2]
    return len(around) == 2 and all(unicodedata.bidirectional(one) in _NUMBERS for one in around)


def _with_neutrals(found: Sequence[_Place | None], direction: str, base: int) -> list[int]:
    """What is between two letters goes with them where these run the same way."""
    line, placed = (direction, base), list[int]()
    for place, one in enumerate(found):
        before = next((other for other in reversed(found[:place]) if other), line)
        after = next((other for other in found[place:] if other), line)
        if one:
            placed.append(one[1])
        elif before[0] == after[0] == RTL:
            placed.append(1)
        else:
            placed.append(2 * base if before[0] == after[0] else base)
    return placed


def _reversed_from(parts: list[tuple[int, _Part]], level: int) -> list[tuple[int, _Part]]:
    turned: list[tuple[int, _Part]] = []
    row: list[tuple[int, _Part]] = []
    for one in parts:
        if one[0] >= level:
            row.append(one)
            continue
        turned += [*reversed(row), one]
        row = []
    return [*turned, *reversed(row)]
