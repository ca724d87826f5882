"""A site to measure, in a folder of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from flask import Flask

from blogsite import create_app
from blogsite.database import Connection, connection
from config import ROOT, Settings

PARAGRAPH = (
    "The river was *high* that morning, and the bridge stood **deep** in it: nobody crossed. "
    "We wrote down [what we saw](https://example.org/notes), `line 4`, and went home again.\n\n"
)


def text(size: int) -> str:
    """A post of so many bytes of Markdown, with a heading every few paragraphs."""
    parts: list[str] = []
    while sum(map(len, parts)) < size:
        parts.append(f"## Part {len(parts)}\n\n" if len(parts) % 6 == 0 else PARAGRAPH)
    return "".join(parts)[:size]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def app_with_database(*, timeout: float = 2, **variables: str) -> Iterator[Flask]:
    """The application on a private database that is gone afterwards, its context pushed.

    Arguments:
        timeout: seconds that an operation may take, for those that make much at once.
        variables: settings other than the usual ones, by the names of their variables.
    """
    with tempfile.TemporaryDirectory(prefix="blogsite-bench-") as folder:
        settings = Settings.load({"DATA_DIR": folder, **variables})
        app = create_app(settings, connection=Connection(settings, timeout=timeout))
        with app.app_context():
            yield app
            connection().close()


class Served(NamedTuple):
    """A server that runs: where it answers, whose session its processes are, where its data is."""

    url: str
    session: int
    folder: str


@contextmanager
def running(command: list[str], environment: Mapping[str, str], port: int) -> Iterator[str]:
    """A server, from its first answer on; stopped afterwards."""
    with serving(command, environment, port) as server:
        yield server.url


@contextmanager
def serving(command: list[str], environment: Mapping[str, str], port: int) -> Iterator[Served]:
    """The same, for whoever wants to know its processes."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(f"{url}/healthz")
        yield Served(url, process.pid, environment.get("DATA_DIR", ""))
    finally:
        process.terminate()
        process.wait(30)


def python(*words: str) -> list[str]:
    return [sys.executable, *words]


def _wait(url: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url, timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(url)


HELLO = Path(__file__).with_name("hello.py")
