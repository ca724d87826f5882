"""Asking servers as fast as they answer: requests a second, and the processor time of each."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.site import HELLO, Served, free_port, python, serving

ROUNDS = 5
SECONDS = 3
TICK = os.sysconf("SC_CLK_TCK")


class Asked(NamedTuple):
    """One row of a table: what is asked of whom."""

    name: str
    server: Served
    path: str = "/"
    headers: tuple[str, ...] = ()


class Measured(NamedTuple):
    """Requests a second; microseconds of the server's processors for each, and of its database."""

    rate: float
    cost: float
    database: float


class Missing(Exception):
    """A program that measures is not there."""


@contextmanager
def hello() -> Iterator[Asked]:
    """The yardstick: the least that Flask can do, under the same gunicorn."""
    port = free_port()
    command = python(
        *("-m", "gunicorn", "-c", "/dev/null", "-k", "gthread", "-w", "2", "--threads", "4"),
        *("-b", f"127.0.0.1:{port}", "--chdir", str(HELLO.parent), "hello:app"),
    )
    with serving(command, {}, port) as server:
        yield Asked("hello world", server)


def interleaved(rows: Sequence[Asked]) -> dict[str, list[Measured]]:
    """Ask all in turn, again and again: what else the machine does falls on all of them alike.

    Raises:
        Missing: there is no wrk.
    """
    wrk = shutil.which("wrk")
    if wrk is None:
        raise Missing("It needs wrk: apt install wrk")
    found: dict[str, list[Measured]] = {row.name: [] for row in rows}
    for _ in range(ROUNDS):
        for row in rows:
            found[row.name].append(_measure(wrk, row))
    return found


def show(found: Mapping[str, list[Measured]], *, beside: str = "hello world") -> None:
    """Print a table; ratios are those of pairs of one round, and say how much better than `beside`.

    The database counts with the server that asks it.
    """
    print(f"{'':>26} {'requests/s':>10} {'ratio':>6} {'µs CPU':>7} {'mongod':>7} {'ratio':>6}")
    for name, measured in found.items():
        pairs = list(zip(measured, found[beside], strict=True))
        rate = median(one.rate for one in measured)
        faster = median(ours.rate / theirs.rate for ours, theirs in pairs)
        cost = median(one.cost for one in measured)
        database = median(one.database for one in measured)
        cheaper = median(_whole(theirs) / _whole(ours) for ours, theirs in pairs)
        print(
            f"{name:>26} {rate:>10.0f} {faster:>6.2f} {cost:>7.0f} {database:>7.0f} {cheaper:>6.2f}"
        )


def load_average() -> str:
    """What else the machine had to do, to stand beside a table."""
    return f"load {os.getloadavg()[0]:.0f}, {os.cpu_count()} cores"


def _whole(one: Measured) -> float:
    return one.cost + one.database


def _measure(wrk: str, row: Asked) -> Measured:
    headers = [word for one in ("Accept-Encoding: br", *row.headers) for word in ("-H", one)]
    before = _processors(row.server)
    said = subprocess.run(
        [wrk, "-t2", "-c16", f"-d{SECONDS}s", *headers, row.server.url + row.path],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    used = [now - then for now, then in zip(_processors(row.server), before, strict=True)]
    count = re.search(r"(\d+) requests in", said)
    if count is None or "Non-2xx or 3xx" in said:
        raise RuntimeError(said)
    own, database = (seconds / int(count[1]) * 1e6 for seconds in used)
    return Measured(int(count[1]) / SECONDS, own, database)


def _processors(server: Served) -> tuple[float, float]:
    """Seconds that the processes of a server have used, and those of its private database."""
    own = database = 0.0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
            fields = (process / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        seconds = (int(fields[11]) + int(fields[12])) / TICK
        if int(fields[3]) == server.session:
            own += seconds
        elif server.folder and b"mongod" in command and server.folder.encode() in command:
            database += seconds
    return own, database
