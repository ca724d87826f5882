"""A post from memory, beside a hello-world app under the same gunicorn: requests and processor."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.reading import prepare
from benchmarks.site import HELLO, free_port, python, running

ROUNDS = 5
SECONDS = 4
TICK = os.sysconf("SC_CLK_TCK")


class Asked(NamedTuple):
    """One row of the table: what is asked of whom."""

    name: str
    url: str
    port: int
    headers: tuple[str, ...] = ()


class Measured(NamedTuple):
    """Requests a second, and microseconds of the server's processors for each."""

    rate: float
    cost: float


def run() -> None:
    wrk = shutil.which("wrk")
    if wrk is None:
        print("It needs wrk: apt install wrk")
        return
    with tempfile.TemporaryDirectory(prefix="blogsite-bench-") as folder, ExitStack() as stack:
        path = prepare(folder)
        rows = list(_rows(stack, folder, path))
        found: dict[str, list[Measured]] = {row.name: [] for row in rows}
        for _ in range(ROUNDS):
            for row in rows:
                found[row.name].append(_measure(wrk, row))
    _show(found)


def _rows(stack: ExitStack, folder: str, path: str) -> Iterator[Asked]:
    port = free_port()
    hello = python(
        *("-m", "gunicorn", "-c", "/dev/null", "-k", "gthread", "-w", "2", "--threads", "4"),
        *("-b", f"127.0.0.1:{port}", "--chdir", str(HELLO.parent), "hello:app"),
    )
    yield Asked("hello world", stack.enter_context(running(hello, {}, port)) + "/", port)
    servers = {"gunicorn": ("gunicorn", "app:app"), "off": ("gunicorn", "app:app")}
    if find_spec("granian"):
        flags = ("--interface", "wsgi", "--no-ws", "--log-level", "warning", "--workers", "2")
        servers["granian"] = ("granian", *flags, "--blocking-threads", "4", "app:app")
    for name, (module, *words) in servers.items():
        port = free_port()
        variables = {"DATA_DIR": folder, "PORT": str(port), "BLOGSITE_ROLE": ""}
        variables["CACHE"] = "off" if name == "off" else "on"
        at = ["--port", str(port)] if module == "granian" else []
        site = stack.enter_context(running(python("-m", module, *at, *words), variables, port))
        yield Asked(f"a post, {name}", site + path, port)
        if name != "off":
            yield Asked(f"304, {name}", site + path, port, (f"If-None-Match: {_tag(site + path)}",))


def _tag(url: str) -> str:
    asked = urllib.request.Request(url, headers={"Accept-Encoding": "br"})
    with urllib.request.urlopen(asked, timeout=10) as answer:
        return str(answer.headers["ETag"])


def _measure(wrk: str, row: Asked) -> Measured:
    headers = [word for one in ("Accept-Encoding: br", *row.headers) for word in ("-H", one)]
    before = _processor(row.port)
    said = subprocess.run(
        [wrk, "-t2", "-c16", f"-d{SECONDS}s", *headers, row.url],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    used = _processor(row.port) - before
    count = re.search(r"(\d+) requests in", said)
    if count is None or "Non-2xx or 3xx" in said:
        raise RuntimeError(said)
    return Measured(int(count[1]) / SECONDS, used / int(count[1]) * 1e6)


def _processor(port: int) -> float:
    """Seconds that the processes of a server have used: those that were started with its port."""
    seconds = 0.0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
            variables = (process / "environ").read_bytes().split(b"\0")
            fields = (process / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ours = f"PORT={port}".encode() in variables or f":{port}".encode() in command
        if ours and b"mongod" not in command:
            seconds += (int(fields[11]) + int(fields[12])) / TICK
    return seconds


def _show(found: Mapping[str, list[Measured]]) -> None:
    hello = found["hello world"]
    print(f"{'':>16} {'requests/s':>11} {'ratio':>7} {'µs CPU':>8} {'ratio':>7}")
    for name, measured in found.items():
        pairs = list(zip(measured, hello, strict=True))
        rate = median(one.rate for one in measured)
        cost = median(one.cost for one in measured)
        faster = median(ours.rate / theirs.rate for ours, theirs in pairs)
        cheaper = median(theirs.cost / ours.cost for ours, theirs in pairs)
        print(f"{name:>16} {rate:>11.0f} {faster:>7.2f} {cost:>8.0f} {cheaper:>7.2f}")
