"""Setting words in lines: as large as fits, evenly filled, nothing lost but what is too long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from . import breaking, fonts, ordering

_CUT = "…"
_STEPS = 7
"""How closely lines are evened out: each step halves what is uncertain."""
_LONGEST = 400
"""Characters; no poster has room for more."""


@dataclass(frozen=True)
class Run:
    """Some characters of a line, in one font and one direction."""

    text: str
    face: fonts.Face
    direction: str


@dataclass(frozen=True)
class Line:
    """Runs from left to right, and what they take."""

    runs: Sequence[Run]
    width: float


@dataclass(frozen=True)
class Block:
    """Lines in one size; `leading` is from one to the next, in pixels."""

    lines: Sequence[Line]
    size: int
    leading: int

    @property
    def height(self) -> int:
        return self.leading * len(self.lines)


class Setter:
    """Sets one text.

    Arguments:
        text: one line of any length.
        language: of its words.
        direction: of its lines.
    """

    def __init__(self, text: str, *, language: str, direction: str) -> None:
        self._language, self._direction = language, direction
        self._faces = fonts.faces(language)
        self._shaped = fonts.shaped()
        self._main: fonts.Face | None = None
        self.text = self._drawable(text)
        # What the font of the letters has is drawn in it: figures, signs, words of other scripts.
        letters = (self._face(one) for one in self.text if one.isalpha())
        self._main = next(letters, self._faces[0] if self._faces else None)

    def _drawable(self, text: str) -> str:
        """A text without the signs that no font has.

        Nothing is left where letters would be missing or stand wrong: a text is not misquoted.
        """
        if not self._shaped and fonts.needs_shaping(text):
            return ""
        kept = []
        for cluster in breaking.clusters(" ".join(text[:_LONGEST].split())):
            if self._face(cluster):
                kept.append(cluster)
            elif any(one.isalnum() for one in cluster):
                return ""
        return " ".join("".join(kept).split())

    def block(self, *, sizes: Sequence[int], width: int, height: int, most: int = 9) -> Block:
        """The lines of the text.

        Arguments:
            sizes: to choose from, the largest first.
            width: which no line exceeds.
            height: which they do not exceed together.
            most: lines.
        """
        for size in sizes:
            lines = self._wrapped(self.text, size, width)
            whole = all(self._width(one, size) <= width for one in lines)
            if whole and len(lines) <= self._room(size, height, most):
                return self._block(self._evened(self.text, size, width, len(lines)), size)
        size = sizes[-1]
        lines = self._wrapped(self.text, size, width, hard=True)
        return self._block(self._cut(lines, self._room(size, height, most), size, width), size)

    def _room(self, size: int, height: int, most: int) -> int:
        return max(1, min(most, height // self._leading(self.text, size)))

    def _block(self, lines: Sequence[str], size: int) -> Block:
        leading = max((self._leading(one, size) for one in lines), default=size)
        return Block([self._line(one, size) for one in lines], size, leading)

    def _wrapped(self, text: str, size: int, width: float, *, hard: bool = False) -> list[str]:
        lines: list[str] = []
        for space, piece in breaking.pieces(text):
            longer = f"{lines[-1]}{space}{piece}" if lines else piece
            if lines and self._width(longer, size) <= width:
                lines[-1] = longer
            elif hard and self._width(piece, size) > width:
                lines += self._chopped(piece, size, width)
            else:
                lines.append(piece)
        return lines

    def _chopped(self, piece: str, size: int, width: float) -> list[str]:
        """A word that is longer than a line."""
        parts = [""]
        for cluster in breaking.clusters(piece):
            if parts[-1] and self._width(parts[-1] + cluster, size) > width:
                parts.append("")
            parts[-1] += cluster
        return parts

    def _evened(self, text: str, size: int, width: int, count: int) -> list[str]:
        """The same number of lines, none much shorter than the others."""
        narrow, wide = width / count, float(width)
        for _step in range(_STEPS):
            middle = (narrow + wide) / 2
            lines = self._wrapped(text, size, middle)
            fits = len(lines) == count and all(self._width(one, size) <= middle for one in lines)
            narrow, wide = (narrow, middle) if fits else (middle, wide)
        return self._wrapped(text, size, wide)

    def _cut(self, lines: list[str], room: int, size: int, width: float) -> list[str]:
        if len(lines) <= room:
            return lines
        last = breaking.clusters(lines[room - 1])
        while last and self._width("".join(last).rstrip() + _CUT, size) > width:
            last.pop()
        return [*lines[: room - 1], "".join(last).rstrip() + _CUT]

    def _line(self, text: str, size: int) -> Line:
        return Line(self._runs(text), self._width(text, size))

    def _width(self, text: str, size: int) -> float:
        return sum(self.measured(run, size) for run in self._runs(text))

    def measured(self, run: Run, size: int) -> float:
        """How wide a run is."""
        return float(run.face.at(size).getlength(run.text, **self.manner(run)))

    def manner(self, run: Run) -> dict[str, Any]:
        """How a run is to be laid out."""
        if not self._shaped:
            return {}
        return {"direction": run.direction, "language": self._language or None}

    def _leading(self, text: str, size: int) -> int:
        widest = max((run.face.leading for run in self._runs(text)), default=1.2)
        return round(widest * size)

    def _runs(self, text: str) -> list[Run]:
        """From left to right."""
        depth = iter(ordering.levels(text, self._direction))
        placed = []
        for cluster in breaking.clusters(text):
            level, *_others = [next(depth) for _ in cluster]
            placed.append((level, self._face(cluster) or self._main, cluster))
        parts = []
        for (level, face), some in groupby(placed, key=lambda one: (one[0], one[1])):
            direction = ordering.RTL if level % 2 else ordering.LTR
            if face:
                parts.append((level, Run("".join(one[2] for one in some), face, direction)))
        return ordering.visual(parts)

    def _face(self, cluster: str) -> fonts.Face | None:
        if self._main and self._main.has(cluster):
            return self._main
        return next((face for face in self._faces if face.has(cluster)), None)
