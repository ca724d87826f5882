"""Two edits of one text put together, paragraph by paragraph.

What only one side changed is taken from that side. A paragraph that both changed, each in another
way, is a clash: nobody but a person can say what it is to be. No word of either side is dropped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from blogsite.lib.aligning import Effort
from blogsite.lib.diffing import changes, paragraphs

Paragraphs = Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Part:
    """Some paragraphs on which both sides agree, or two versions of them.

    Arguments:
        merged: those they agree on; of a clash, none.
        mine: of a clash, the one side; empty where that side deleted them.
        theirs: of a clash, the other side.
    """

    merged: Paragraphs = ()
    mine: Paragraphs = ()
    theirs: Paragraphs = ()

    @property
    def clash(self) -> bool:
        return bool(self.mine or self.theirs)


@dataclass(frozen=True, kw_only=True)
class Merge:
    """Two sides put together.

    Arguments:
        parts: in order.
        untouched: the whole text of one side, where the other had nothing to add to it.
    """

    parts: Sequence[Part]
    untouched: str | None = None

    @property
    def clean(self) -> bool:
        return not any(part.clash for part in self.parts)

    @property
    def text(self) -> str:
        """What it became; of a clean merge only."""
        if not self.clean:
            raise ValueError("two versions of one paragraph")
        if self.untouched is not None:
            return self.untouched
        return joined(one for part in self.parts for one in part.merged)


@dataclass(kw_only=True)
class _Group:
    """Changes of both sides to the same stretch of the base."""

    start: int
    end: int
    mine: list[_Edit] = field(default_factory=list)
    theirs: list[_Edit] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class _Edit:
    start: int
    end: int
    into: Paragraphs


def joined(some: Iterator[str]) -> str:
    """A text of those paragraphs."""
    return "\n\n".join(some)


def merge(base: str | None, mine: str, theirs: str) -> Merge:
    """Put two sides together.

    Arguments:
        base: what both started from; None: nobody knows, and whatever differs is a clash.
        mine: the one side.
        theirs: the other side; where both insert something in one place, it comes first.
    """
    if theirs in (base, mine):
        return _settled(mine)
    if mine == base:
        return _settled(theirs)
    if base is None:
        return Merge(parts=_compacted(_compared(paragraphs(mine), paragraphs(theirs))))
    return Merge(parts=_compacted(_merged(paragraphs(base), paragraphs(mine), paragraphs(theirs))))


def merge_tags(base: Paragraphs, mine: Paragraphs, theirs: Paragraphs) -> list[str]:
    """Theirs, less what I took away, and what I added."""
    before, there = {one.casefold() for one in base}, {one.casefold() for one in theirs}
    here = {one.casefold() for one in mine}
    kept = [one for one in theirs if one.casefold() in here or one.casefold() not in before]
    new = [one for one in mine if one.casefold() not in before | there]
    return kept + new


def _settled(text: str) -> Merge:
    return Merge(parts=[Part(merged=paragraphs(text))], untouched=text)


def _compared(mine: Paragraphs, theirs: Paragraphs) -> Iterator[Part]:
    reached = 0
    for i, until_i, j, until_j in changes(mine, theirs, Effort()):
        yield Part(merged=mine[reached:i])
        yield Part(mine=mine[i:until_i], theirs=theirs[j:until_j])
        reached = until_i
    yield Part(merged=mine[reached:])


def _merged(base: Paragraphs, mine: Paragraphs, theirs: Paragraphs) -> Iterator[Part]:
    reached = 0
    for group in _groups(_edits(base, mine), _edits(base, theirs)):
        yield Part(merged=base[reached : group.start])
        yield from _part(base, group)
        reached = group.end
    yield Part(merged=base[reached:])


def _edits(base: Paragraphs, side: Paragraphs) -> list[_Edit]:
    return [
        _Edit(start=i, end=until_i, into=side[j:until_j])
        for i, until_i, j, until_j in changes(base, side, Effort())
    ]


def _groups(mine: Sequence[_Edit], theirs: Sequence[_Edit]) -> Iterator[_Group]:
    """The edits in order, those of both sides that touch the same paragraphs together."""
    marked = [(one, True) for one in mine] + [(one, False) for one in theirs]
    group: _Group | None = None
    for edit, is_mine in sorted(marked, key=lambda one: (one[0].start, one[0].end)):
        if group is None or not _touches(group, edit):
            if group is not None:
                yield group
            group = _Group(start=edit.start, end=edit.end)
        group.end = max(group.end, edit.end)
        (group.mine if is_mine else group.theirs).append(edit)
    if group is not None:
        yield group


def _touches(group: _Group, edit: _Edit) -> bool:
    insertions = group.start == group.end == edit.start == edit.end
    return insertions or edit.start < group.end


def _part(base: Paragraphs, group: _Group) -> Iterator[Part]:
    mine = _applied(base, group, group.mine)
    theirs = _applied(base, group, group.theirs)
    if not group.theirs or mine == theirs:
        yield Part(merged=mine)
    elif not group.mine:
        yield Part(merged=theirs)
    elif group.start == group.end:
        yield Part(merged=[*theirs, *mine])
    else:
        yield Part(mine=mine, theirs=theirs)


def _applied(base: Paragraphs, group: _Group, edits: Sequence[_Edit]) -> list[str]:
    made: list[str] = []
    reached = group.start
    for edit in edits:
        made += [*base[reached : edit.start], *edit.into]
        reached = edit.end
    return [*made, *base[reached : group.end]]


def _compacted(parts: Iterator[Part]) -> list[Part]:
    """Without empty ones, and with what was merged in one piece between the clashes."""
    compact: list[Part] = []
    for part in parts:
        if part.clash or not compact or compact[-1].clash:
            compact.append(part)
        else:
            compact[-1] = Part(merged=[*compact[-1].merged, *part.merged])
    return [one for one in compact if one.clash or one.merged]
