"""Seeding a demo site of 20 blogs and 2000 posts, beside a running site, with every core busy."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.site import free_port, python, running
from config import ROOT

BUSY = "while True: pass"
SEED = ("-m", "flask", "--app", "app", "demo", "seed", "--json", "--blogs", "20", "--posts", "2000")


def run() -> None:
    with tempfile.TemporaryDirectory(prefix="blogsite-bench-") as folder:
        port = free_port()
        own = {"DATA_DIR": folder, "PORT": str(port)}
        with running(python("app.py"), own, port), busy():
            began_at = time.perf_counter()
            done = subprocess.run(
                python(*SEED),
                cwd=ROOT,
                env={**os.environ, **own},
                capture_output=True,
                check=True,
            )
            whole = time.perf_counter() - began_at
    print(f"{json.loads(done.stdout)['seconds']:>8} s, with the start of the command {whole:.1f} s")


@contextmanager
def busy() -> Iterator[None]:
    """Something else to do for every core."""
    loops = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(os.cpu_count() or 1)]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()
