"""Reading a post, uncached, beside a hello-world app under the same gunicorn."""

from __future__ import annotations

import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from statistics import median
from urllib.parse import urlsplit

from benchmarks.site import HELLO, free_port, python, running, text
from blogsite import create_app
from blogsite.database import connection
from blogsite.models import Blog, User
from config import Settings

ROUNDS = 5
SECONDS = 3.0
CONNECTIONS = 8


def run() -> None:
    with tempfile.TemporaryDirectory(prefix="blogsite-bench-") as folder:
        port, yardstick = free_port(), free_port()
        path = prepare(folder)
        site = python("app.py")
        hello = python(
            *("-m", "gunicorn", "-c", "/dev/null", "-k", "gthread", "-w", "2", "--threads", "4"),
            *("-b", f"127.0.0.1:{yardstick}", "--chdir", str(HELLO.parent), "hello:app"),
        )
        with (
            running(site, {"DATA_DIR": folder, "PORT": str(port), "CACHE": "off"}, port) as ours,
            running(hello, {}, yardstick) as theirs,
        ):
            _compare({"a post": f"{ours}{path}", "hello": f"{theirs}/"})


def prepare(folder: str) -> str:
    app = create_app(Settings.load({"DATA_DIR": folder}))
    with app.app_context():
        user = User.create(email="ada@example.org", name="Ada", password_hash="")
        blog = Blog.create(title="Bench", description="", by=user)
        blog.write(title="A post", content=text(4_000), status="published", by=user)
        connection().close()
    return "/@bench/a-post"


def _compare(urls: dict[str, str]) -> None:
    rates: dict[str, list[float]] = {name: [] for name in urls}
    for _ in range(ROUNDS):
        for name, url in urls.items():
            rates[name].append(_rate(url))
    for name, found in rates.items():
        print(f"{name:>8} {median(found):>8.0f} requests/s  ({min(found):.0f} to {max(found):.0f})")
    ratios = [ours / theirs for ours, theirs in zip(*rates.values(), strict=True)]
    print(f"{'ratio':>8} {median(ratios):>8.3f}")


def _rate(url: str) -> float:
    with ThreadPoolExecutor(CONNECTIONS) as threads:
        began_at = time.perf_counter()
        counts = list(threads.map(_ask, [url] * CONNECTIONS))
        return sum(counts) / (time.perf_counter() - began_at)


def _ask(url: str) -> int:
    parts, count = urlsplit(url), 0
    link = HTTPConnection(str(parts.hostname), parts.port, timeout=10)
    deadline = time.perf_counter() + SECONDS
    while time.perf_counter() < deadline:
        link.request("GET", parts.path)
        answer = link.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{url} answers {answer.status}")
        count += 1
    link.close()
    return count
