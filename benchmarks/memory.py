"""What a site takes of memory a minute after its start, and how much 10,000 kept pages add.

Two web workers, the job worker and the private MongoDB, each with its share of what they have in
common (PSS). Then every page of 10,000 posts is asked for until either worker has them, of random
words, which are compressed least.
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bson import ObjectId

from benchmarks.loading import load_average
from benchmarks.site import free_port, python, serving
from blogsite import create_app
from blogsite.database import connection
from blogsite.models import Blog, Post, User
from config import Settings

PAGES = 10_000
WORDS = 600
REST = 60.0
"""Seconds after the start."""
CONNECTIONS = 8
"""At once: so many that hardly ever all of them are one worker's."""
AT_ONCE = 500


def run() -> None:
    with tempfile.TemporaryDirectory(prefix="blogsite-bench-") as folder:
        _fill(folder)
        port = free_port()
        given = {"DATA_DIR": folder, "PORT": str(port), "WEB_CONCURRENCY": "2"}
        with serving(python("app.py"), given, port) as server:
            time.sleep(REST)
            before = _show("a minute after the start", folder, port)
            for _ in range(2):
                _ask_for_all(server.url)
            after = _show(f"with {PAGES} pages", folder, port)
        web = after["web"] - before["web"]
        print(f"the web server has grown by {web:.0f} MB")
        print(load_average())


def _fill(folder: str) -> None:
    app = create_app(Settings.load({"DATA_DIR": folder}))
    with app.app_context():
        ada = User.create(email="ada@example.org", name="Ada", password_hash=None)
        blog = Blog.create(title="Bench", description="", by=ada)
        made = blog.write(title="A post", content="Words.", status="published", by=ada)
        posts = Post.collection(quick=True)
        copies = _copies(posts.find_one({"_id": made.id}) or {})
        while some := list(islice(copies, AT_ONCE)):
            posts.insert_many(some, ordered=False)
        connection().close()


def _copies(stored: dict[str, Any]) -> Iterator[dict[str, Any]]:
    chosen = random.Random(1)  # noqa: S311 (the same words each time)
    letters = "abcdefghijklmnoprstuvw"
    words = ["".join(chosen.choices(letters, k=chosen.randint(2, 9))) for _ in range(20_000)]
    for number in range(PAGES):
        text = " ".join(chosen.choices(words, k=WORDS))
        own = {"_id": ObjectId(), "slug": f"post-{number}", "title": f"Post {number}"}
        yield stored | own | {"source": text, "html": f"<p>{text}</p>"}


def _ask_for_all(url: str) -> None:
    """Each page over each of several connections, which either worker has taken some of."""
    with ThreadPoolExecutor(CONNECTIONS) as threads:
        list(threads.map(_ask_along, [url] * CONNECTIONS))


def _ask_along(url: str) -> None:
    parts = urlsplit(url)
    link = HTTPConnection(str(parts.hostname), parts.port, timeout=60)
    for number in range(PAGES):
        link.request("GET", f"/@bench/post-{number}", headers={"Accept-Encoding": "br"})
        answer = link.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"/@bench/post-{number} answers {answer.status}")
    link.close()


def _show(name: str, folder: str, port: int) -> dict[str, float]:
    sizes = {"web": 0.0, "jobs": 0.0, "mongod": 0.0, "launcher": 0.0}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            given = (process / "environ").read_bytes().split(b"\0")
            megabytes = _pss(process)
        except OSError:
            continue
        if f"PORT={port}".encode() in given and int(process.name) != os.getpid():
            sizes[_kind(command)] += megabytes
    told = ", ".join(f"{kind} {size:.0f}" for kind, size in sizes.items())
    print(f"{name}: {sum(sizes.values()):.0f} MB ({told})")
    return sizes


def _kind(command: str) -> str:
    kinds = {"mongod": "mongod", "gunicorn": "web", "jobs work": "jobs"}
    return next((kind for word, kind in kinds.items() if word in command), "launcher")


def _pss(process: Path) -> float:
    lines = (process / "smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
