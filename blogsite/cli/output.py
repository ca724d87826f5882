"""What commands print: tables and facts for people, JSON for programs, progress on the side."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import chain, islice
from unicodedata import combining, east_asian_width

import click

Row = Mapping[str, object]

_SAMPLE = 200  # rows that the widths of a table are measured by
_WIDEST = 60

as_json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print JSON, one object a line, for programs."
)


def rows(found: Iterable[Row], *, as_json: bool, empty: str) -> None:
    """Print rows as they come, however many they are.

    Arguments:
        found: all with the same keys, which head the columns.
        as_json: one JSON object a line instead of a table.
        empty: what to say, beside the output, when there are none.
    """
    coming = iter(found)
    sample = list(islice(coming, _SAMPLE))
    if not sample:
        click.echo(empty, err=True)
    elif as_json:
        for row in chain(sample, coming):
            click.echo(_json(row))
    else:
        _table(sample, coming)


def facts(row: Row, *, as_json: bool, sentence: str) -> None:
    """Print one thing: a sentence for people, or a JSON object."""
    click.echo(_json(row) if as_json else sentence)


def printable(value: object) -> str:
    """A value as text that moves no cursor and turns no line around."""
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return ""
    words = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return "".join(one if one.isprintable() else "\ufffd" for one in words.replace("\n", " "))


@contextmanager
def progress(label: str, length: int) -> Iterator[Callable[[int], None]]:
    """Show how far long work has come, on the error output, which leaves the other to results.

    Arguments:
        label: what is being done.
        length: how many steps it has.

    Yields:
        What to call with the number of steps just done.
    """
    if not sys.stderr.isatty():
        yield _plain_progress(label, length)
        return
    with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
        yield bar.update


def _plain_progress(label: str, length: int) -> Callable[[int], None]:
    done = 0

    def advance(steps: int) -> None:
        nonlocal done
        before, done = done, done + steps
        if done * 10 // max(length, 1) > before * 10 // max(length, 1):
            click.echo(f"{label}: {done} of {length}", err=True)

    return advance


def _table(sample: Sequence[Row], others: Iterable[Row]) -> None:
    names = list(sample[0])
    heading = {name: name.replace("_", " ").upper() for name in names}
    lines = [heading, *sample]
    widths = {
        name: min(_WIDEST, max(_width(printable(line[name])) for line in lines)) for name in names
    }
    for line in chain(lines, others):
        cells = [_filled(printable(line[name]), widths[name]) for name in names]
        click.echo("  ".join(cells).rstrip())


def _filled(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    """Cells of a terminal: Chinese characters take two, combining marks none."""
    return sum(0 if combining(one) else 2 if east_asian_width(one) in "WF" else 1 for one in text)


def _json(row: Row) -> str:
    return json.dumps(row, default=_plain, ensure_ascii=False)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
