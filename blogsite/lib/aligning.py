"""Where two sequences differ.

They are aligned on what is unique in both (Bram Cohen's "patience"), and between such anchors by
Myers's O(ND) method. Both are linear for sequences that are alike and stop at a limit of steps for
those that are not: what is left then counts as replaced as a whole.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

STEPS = 800_000
"""What a comparison may take: about a second at the most."""
MOST_DIFFERENT = 600
"""Items that Myers's method may find changed between two anchors: it takes the square of them."""
DEEPEST = 30
Span = tuple[int, int, int, int]
"""From and to in the old sequence, from and to in the new one."""


class Effort:
    """Steps that may still be taken.

    Arguments:
        steps: how many.
    """

    def __init__(self, steps: int = STEPS) -> None:
        self._left = steps
        self.sufficed = True

    def take(self, steps: int) -> bool:
        """Whether there were that many left; from the first time that there were not, never."""
        self._left -= steps
        self.sufficed = self.sufficed and self._left >= 0
        return self.sufficed


def spans(old: Sequence[str], new: Sequence[str], effort: Effort) -> list[Span]:
    """The stretches in which two sequences differ, in order; between them they are equal."""
    differing: list[Span] = []
    waiting = [((0, len(old), 0, len(new)), 0)]
    while waiting:
        span, depth = waiting.pop()
        i, until_i, j, until_j = span = _trimmed(old, new, span)
        if i == until_i and j == until_j:
            continue
        inner = None
        if i < until_i and j < until_j and depth < DEEPEST:
            inner = _divided(old, new, span, effort)
        if inner is None:
            differing.append(span)
        else:
            waiting += [(one, depth + 1) for one in reversed(inner)]
    return differing


def _trimmed(old: Sequence[str], new: Sequence[str], span: Span) -> Span:
    i, until_i, j, until_j = span
    while i < until_i and j < until_j and old[i] == new[j]:
        i, j = i + 1, j + 1
    while i < until_i and j < until_j and old[until_i - 1] == new[until_j - 1]:
        until_i, until_j = until_i - 1, until_j - 1
    return i, until_i, j, until_j


def _divided(
    old: Sequence[str], new: Sequence[str], span: Span, effort: Effort
) -> list[Span] | None:
    """What lies between the matches of a span; None: there are none, or no more steps."""
    i, until_i, j, until_j = span
    if not effort.take(until_i - i + until_j - j):
        return None
    matches = _anchors(old, new, span) or _myers(old, new, span, effort)
    if not matches:
        return None
    inner = []
    for at_i, at_j in [*matches, (until_i, until_j)]:
        inner.append((i, at_i, j, at_j))
        i, j = at_i + 1, at_j + 1
    return inner


def _anchors(old: Sequence[str], new: Sequence[str], span: Span) -> list[tuple[int, int]]:
    """Where what is unique on both sides stands, as far as its order is the same."""
    i, until_i, j, until_j = span
    once = _unique(new, j, until_j)
    both = [(at, once[one]) for one, at in _unique(old, i, until_i).items() if one in once]
    return _rising(both)


def _unique(sequence: Sequence[str], start: int, end: int) -> dict[str, int]:
    places: dict[str, int] = {}
    again = set()
    for at in range(start, end):
        one = sequence[at]
        if one in places:
            again.add(one)
        elif not one.isspace():
            places[one] = at
    return {one: at for one, at in places.items() if one not in again}


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of the pairs, sorted by their first, in which the second rises too."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_i, j) in enumerate(pairs):
        pile = bisect_left(tops, j)
        before.append(ends[pile - 1] if pile else -1)
        tops[pile : pile + 1], ends[pile : pile + 1] = [j], [number]
    rising = []
    number = ends[-1] if ends else -1
    while number >= 0:
        rising.append(pairs[number])
        number = before[number]
    return rising[::-1]


def _myers(
    old: Sequence[str], new: Sequence[str], span: Span, effort: Effort
) -> list[tuple[int, int]]:
    """The matches of a shortest edit; none when it is too long (E. W. Myers, 1986)."""
    i, until_i, j, until_j = span
    n, m = until_i - i, until_j - j
    reached = {1: 0}
    history: list[dict[int, int]] = []
    for d in range(min(n + m, MOST_DIFFERENT) + 1):
        if not effort.take(d + 1):
            return []
        history.append(dict(reached))
        for k in range(-d, d + 1, 2):
            down = k == -d or (k != d and reached[k - 1] < reached[k + 1])
            x = reached[k + 1] if down else reached[k - 1] + 1
            y = x - k
            while x < n and y < m and old[i + x] == new[j + y]:
                x, y = x + 1, y + 1
            reached[k] = x
            if x >= n and y >= m:
                return [(i + a, j + b) for a, b in _walked(history, n, m)]
    return []


def _walked(history: Sequence[dict[int, int]], x: int, y: int) -> list[tuple[int, int]]:
    matches = []
    for d in range(len(history) - 1, -1, -1):
        reached, k = history[d], x - y
        down = k == -d or (k != d and reached[k - 1] < reached[k + 1])
        before = k + 1 if down else k - 1
        start_x = reached[before]
        start_y = start_x - before
        while x > max(start_x, 0) and y > max(start_y, 0):
            x, y = x - 1, y - 1
            matches.append((x, y))
        x, y = start_x, start_y
    return matches[::-1]
