"""What a tool of others says of our pages: a table, and what is not as it has to be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

Pages = Mapping[str, str]
"""The addresses of pages, by their names."""


@dataclass
class Judged:
    """Rows under some columns, and sentences about what failed."""

    columns: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def row(self, *cells: str) -> None:
        self.rows.append(cells)

    def fail(self, sentence: str) -> None:
        self.failures.append(sentence)

    def __str__(self) -> str:
        return "\n".join([*self._lines(), *(f"FAILED {one}" for one in self.failures)])

    def _lines(self) -> Iterator[str]:
        every = [self.columns, *self.rows]
        widths = [max(map(len, column)) for column in zip(*every, strict=True)]
        for row in every:
            cells = zip(row, widths, strict=True)
            yield "  ".join(cell.ljust(width) for cell, width in cells).rstrip()
