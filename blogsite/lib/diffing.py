"""What changed between two texts: paragraphs first, then the words in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from blogsite.lib.aligning import Effort, Span, spans

BETWEEN = "\n\n"
FEWEST_FOLDED = 3
ALIKE = 0.4
"""Paragraphs that share so much of their words are two versions of one."""

MOST_PAIRED = 200
"""Paragraphs among which versions of one are looked for."""

SAME, CHANGED, REPLACED = "same", "changed", "replaced"
ADDED, REMOVED = "added", "removed"

# A letter of a script without spaces is a word of its own.
_WORDS = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|\w+|\s+|[^\w\s]")


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Some words that are the same in both texts, or added, or removed."""

    kind: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Block:
    """A changed paragraph, or some that are the same in both texts, replaced, added, or removed.

    Arguments:
        kind: which of these.
        pieces: the words.
        folded: how many paragraphs these are that lie far from any change.
    """

    kind: str
    pieces: Sequence[Piece]
    folded: int = 0

    @property
    def old(self) -> Sequence[Piece]:
        """What stood there before."""
        return [one for one in self.pieces if one.kind != ADDED]

    @property
    def new(self) -> Sequence[Piece]:
        """What stands there now."""
        return [one for one in self.pieces if one.kind != REMOVED]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Two texts beside each other.

    Arguments:
        blocks: their paragraphs in order.
        by_word: False where they are so different that some paragraphs are shown whole.
    """

    blocks: Sequence[Block]
    by_word: bool

    @property
    def same(self) -> bool:
        return all(block.kind == SAME for block in self.blocks)


def paragraphs(text: str) -> list[str]:
    """The blocks of lines between blank lines."""
    found: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.strip():
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return ["\n".join(lines) for lines in found if lines]


def compare(old: str, new: str, effort: Effort | None = None) -> Comparison:
    """What changed from one text to the other; takes about a second at the most, see `STEPS`.

    Arguments:
        old: the one text.
        new: the other.
        effort: what it may take together with other comparisons; left out, all by itself.
    """
    effort = effort or Effort()
    before, after = paragraphs(old), paragraphs(new)
    blocks: list[Block] = []
    reached = 0
    for i, until_i, j, until_j in changes(before, after, effort):
        blocks += _unchanged(before[reached:i], first=not blocks)
        old_ones, new_ones = before[i:until_i], after[j:until_j]
        if len(old_ones) == len(new_ones) == 1 and _alike(before[i], after[j], effort):
            blocks.append(_changed(before[i], after[j], effort))
        else:
            blocks += _replaced(old_ones, new_ones)
        reached = until_i
    blocks += _unchanged(before[reached:], last=True)
    return Comparison(blocks=blocks, by_word=effort.sufficed)


def pieces(old: str, new: str) -> Sequence[Piece]:
    """What changed in one line, word by word."""
    return _pieces(old, new, Effort())


def changes(old: Sequence[str], new: Sequence[str], effort: Effort) -> Iterator[Span]:
    """The paragraphs that differ, as small spans as can be: versions of one are paired."""
    for span in spans(old, new, effort):
        yield from _paired(old, new, span, effort)


def _paired(old: Sequence[str], new: Sequence[str], span: Span, effort: Effort) -> Iterator[Span]:
    i, until_i, j, until_j = span
    if until_i - i == until_j - j == 1 or i == until_i or j == until_j:
        yield span
        return
    if until_i - i > MOST_PAIRED or until_j - j > MOST_PAIRED:
        yield span
        return
    start = j
    for at in range(i, until_i):
        found = _likest(Counter(_words(old[at])), new, (start, until_j), effort)
        if found is None:
            continue
        if i < at or start < found:
            yield i, at, start, found
        yield at, at + 1, found, found + 1
        i, start = at + 1, found + 1
    if i < until_i or start < until_j:
        yield i, until_i, start, until_j


def _likest(
    bag: Counter[str], new: Sequence[str], between: tuple[int, int], effort: Effort
) -> int | None:
    """The first paragraph that is a version of this one, within a few."""
    best, likeness = None, ALIKE
    for at in range(between[0], min(between[1], between[0] + 5)):
        words = _words(new[at])
        if not effort.take(len(bag) + len(words)):
            return None
        shared = sum((bag & Counter(words)).values())
        alike = 2 * shared / max(1, bag.total() + len(words))
        if alike > likeness:
            best, likeness = at, alike
    return best


def _words(text: str) -> list[str]:
    return [one for one in _WORDS.findall(text) if not one.isspace()]


def _unchanged(some: Sequence[str], *, first: bool = False, last: bool = False) -> list[Block]:
    """Paragraphs between two changes: those beside a change stand open, the others are folded."""
    head, tail = (0 if first else 1), (0 if last else 1)
    middle = some[head : len(some) - tail]
    if len(middle) < FEWEST_FOLDED:
        return [block for one in some for block in _run(SAME, [one])]
    text = BETWEEN.join(middle)
    fold = Block(kind=SAME, pieces=[Piece(kind=SAME, text=text)], folded=len(middle))
    return [*_run(SAME, some[:head]), fold, *_run(SAME, some[len(some) - tail :])]


def _run(kind: str, some: Sequence[str]) -> list[Block]:
    if not some:
        return []
    return [Block(kind=kind, pieces=[Piece(kind=kind, text=BETWEEN.join(some))])]


def _replaced(old: Sequence[str], new: Sequence[str]) -> list[Block]:
    removed, added = _run(REMOVED, old), _run(ADDED, new)
    if not removed or not added:
        return removed + added
    return [Block(kind=REPLACED, pieces=[*removed[0].pieces, *added[0].pieces])]


def _alike(old: str, new: str, effort: Effort) -> bool:
    return _likest(Counter(_words(old)), [new], (0, 1), effort) is not None


def _changed(old: str, new: str, effort: Effort) -> Block:
    return Block(kind=CHANGED, pieces=_pieces(old, new, effort))


def _pieces(old: str, new: str, effort: Effort) -> Sequence[Piece]:
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    raw: list[list[str]] = []  # same, removed, added; and again
    reached = 0
    for i, until_i, j, until_j in spans(before, after, effort):
        same = "".join(before[reached:i])
        removed, added = "".join(before[i:until_i]), "".join(after[j:until_j])
        if raw and not same.strip():
            # Two changes with a blank between them are read as one.
            raw[-1][1] += same + removed
            raw[-1][2] += same + added
        else:
            raw.append([same, removed, added])
        reached = until_i
    raw.append(["".join(before[reached:]), "", ""])
    kinds = (SAME, REMOVED, ADDED)
    return [
        Piece(kind=kind, text=text)
        for few in raw
        for kind, text in zip(kinds, few, strict=True)
        if text
    ]
