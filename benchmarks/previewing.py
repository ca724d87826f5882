"""Previews: how long one takes by the size of its text, and how many of 10 KB a second.

Asked of a running site with two web workers, on a machine that others may keep busy: the processor
time of all of the site, its database included, tells what two cores of their own could do.
"""

from __future__ import annotations

import os
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

import requests

from benchmarks.site import free_port, python, running, text
from benchmarks.visiting import prepare, signed_in

SIZES = (10_000, 60_000, 120_000)
ROUNDS = 15
CONNECTIONS = 4
SECONDS = 5.0


def run() -> None:
    with tempfile.TemporaryDirectory(prefix="blogsite-bench-") as folder:
        port = free_port()
        blog_id, _ = prepare(folder)
        own = {"DATA_DIR": folder, "PORT": str(port), "THROTTLES": "off"}
        with running(python("app.py"), own, port) as site:
            address = f"{site}/blogs/{blog_id}/preview"
            client, token = signed_in(site)
            _one_by_one(client, address, token)
            _many(client, address, token, folder)


def _one_by_one(client: requests.Session, address: str, token: str) -> None:
    print(f"{'bytes':>8} {'median ms':>10} {'least':>8} {'most':>8}")
    for size in SIZES:
        times = []
        for n in range(ROUNDS):
            began_at = time.perf_counter()
            _ask(client, address, token, f"{n}\n\n{text(size)}")
            times.append((time.perf_counter() - began_at) * 1000)
        print(f"{size:>8} {median(times):>10.1f} {min(times):>8.1f} {max(times):>8.1f}")


def _many(client: requests.Session, address: str, token: str, folder: str) -> None:
    content = text(10_000)

    def ask_for_a_while(_n: int) -> int:
        own = requests.Session()
        own.trust_env = False
        own.cookies.update(client.cookies)
        own.headers["Connection"] = "close"  # or one worker might get nearly all of them
        count, deadline = 0, time.perf_counter() + SECONDS
        while time.perf_counter() < deadline:
            _ask(own, address, token, content)
            count += 1
        return count

    with ThreadPoolExecutor(CONNECTIONS) as threads:
        began_at, worked = time.perf_counter(), _processor_time(folder)
        counts = list(threads.map(ask_for_a_while, range(CONNECTIONS)))
        spent = time.perf_counter() - began_at
        each = (_processor_time(folder) - worked) / sum(counts)
    print(f"{sum(counts) / spent:>8.0f} previews of 10 KB a second, {CONNECTIONS} at a time")
    print(
        f"{each * 1000:>8.1f} ms of processor time for each: {2 / each:.0f} a second on two cores"
    )


def _processor_time(folder: str) -> float:
    """Seconds that the processes of the site with this folder have worked, where Linux tells."""
    ticks = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if folder.encode() in (process / "environ").read_bytes():
                fields = (process / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
                ticks += int(fields[11]) + int(fields[12])
        except OSError:
            continue  # it has ended, or is somebody else's
    return ticks / os.sysconf("SC_CLK_TCK")


def _ask(client: requests.Session, address: str, token: str, content: str) -> None:
    form = {"csrf_token": (None, token), "content": (None, content)}
    answer = client.post(address, files=form, timeout=20)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answers {answer.status_code}")
