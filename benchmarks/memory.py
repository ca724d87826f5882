"""What a site takes of memory a minute after its start, and how much 10,000 kept pages add.

Two web workers, the job worker and the private MongoDB, each with its share of what they have in
common (PSS). The pages are of 600 random words, which are compressed least, and either worker is to
have them all. `python -m benchmarks.memory 2000` is content with fewer.
"""

from __future__ import annotations

import os
import random
import sys
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
WARM = 20
"""Pages that are asked for first: then all is loaded that pages are made with."""
REST = 60.0
"""Seconds after the start."""
CONNECTIONS, PASSES = 4, 4
"""Each connection is one worker's: with several, in several passes, both get to see all pages."""
AT_ONCE = 500


def run(pages: int = PAGES) -> None:
    with tempfile.TemporaryDirectory(prefix="blogsite-bench-") as folder:
        _fill(folder, pages)
        port = free_port()
        given = {"DATA_DIR": folder, "PORT": str(port), "WEB_CONCURRENCY": "2"}
        with serving(python("app.py"), given, port) as server:
            time.sleep(REST)
            _show("a minute after the start", port)
            _made(server.url, WARM)
            before = _show("once it has answered a little", port)
            made = _made(server.url, pages)
            after = _show(f"with {pages} pages", port)
        web = after["web"] - before["web"]
        print(f"the web server has grown by {web:.0f} MB with {made} pages made in two workers")
        print(load_average())


def _fill(folder: str, pages: int) -> None:
    app = create_app(Settings.load({"DATA_DIR": folder}))
    with app.app_context():
        ada = User.create(email="ada@example.org", name="Ada", password_hash=None)
        blog = Blog.create(title="Bench", description="", by=ada)
        made = blog.write(title="A post", content="Words.", status="published", by=ada)
        posts = Post.collection(quick=True)
        copies = _copies(posts.find_one({"_id": made.id}) or {}, pages)
        while some := list(islice(copies, AT_ONCE)):
            posts.insert_many(some, ordered=False)
        connection().close()


def _copies(stored: dict[str, Any], pages: int) -> Iterator[dict[str, Any]]:
    chosen = random.Random(1)  # noqa: S311 (the same words each time)
    letters = "abcdefghijklmnoprstuvw"
    words = ["".join(chosen.choices(letters, k=chosen.randint(2, 9))) for _ in range(20_000)]
    for number in range(pages):
        text = " ".join(chosen.choices(words, k=WORDS))
        own = {"_id": ObjectId(), "slug": f"post-{number}", "title": f"Post {number}"}
        yield stored | own | {"source": text, "html": f"<p>{text}</p>"}


def _made(url: str, pages: int) -> int:
    """Ask until both workers have made all pages; how many were made."""
    made = 0
    for _ in range(PASSES):
        with ThreadPoolExecutor(CONNECTIONS) as threads:
            made += sum(threads.map(_ask_along, [url] * CONNECTIONS, [pages] * CONNECTIONS))
        if made >= 2 * pages:
            break
    return made


def _ask_along(url: str, pages: int) -> int:
    parts, made = urlsplit(url), 0
    link = HTTPConnection(str(parts.hostname), parts.port, timeout=60)
    for number in range(pages):
        link.request("GET", f"/@bench/post-{number}", headers={"Accept-Encoding": "br"})
        answer = link.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"/@bench/post-{number} answers {answer.status}")
        made += "hit" not in answer.headers["Cache-Status"]
    link.close()
    return made


def _show(name: str, port: int) -> dict[str, float]:
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


if __name__ == "__main__":
    run(*map(int, sys.argv[1:]))
