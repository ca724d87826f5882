"""Saving a post of 1 MiB, beside people who read: is the save done, and do the readers notice?"""

from __future__ import annotations

import re
import tempfile
import threading
import time
from collections.abc import Callable
from functools import partial
from statistics import median, quantiles
from urllib.parse import urlencode

import requests

from benchmarks.site import free_port, python, running, text
from blogsite import create_app
from blogsite.database import connection
from blogsite.lib import passwords
from blogsite.models import Blog, User
from config import Settings

ROUNDS = 6
READERS = 4
EVERY = 0.04
"""Seconds between two pages of one reader: all together a hundred pages a second."""
PASSWORD = "umbrella stand"  # noqa: S105 (of a site that is gone afterwards)
SIZE = 1024 * 1024


def run() -> None:
    with tempfile.TemporaryDirectory(prefix="blogsite-bench-") as folder:
        port = free_port()
        read, edit = _prepare(folder)
        with running(python("app.py"), {"DATA_DIR": folder, "PORT": str(port)}, port) as site:
            _compare(site, f"{site}{read}", f"{site}{edit}")


def _prepare(folder: str) -> tuple[str, str]:
    app = create_app(Settings.load({"DATA_DIR": folder}))
    with app.app_context():
        hashed = passwords.hashed(PASSWORD)
        user = User.create(email="ada@example.org", name="Ada", password_hash=hashed)
        blog = Blog.create(title="Bench", description="", by=user)
        blog.write(title="A post", content=text(4_000), status="published", by=user)
        long = blog.write(title="A book", content="x", by=user)
        connection().close()
    return "/@bench/a-post", f"/posts/{long.id}/edit"


def _compare(site: str, read: str, edit: str) -> None:
    saves: list[float] = []
    alone: list[float] = []
    beside: list[float] = []
    writer = requests.Session()
    token = _token(writer, f"{site}/login")
    known = {"email": "ada@example.org", "password": PASSWORD}
    _post(writer, f"{site}/auth/login", _form(token, known))
    token = _token(writer, edit)
    for number in range(ROUNDS):
        # Encoded beforehand: what the writer's side computes here would hold up the readers' side.
        form = _form(token, {"content": f"{number}\n\n{text(SIZE - 100)}"})
        read_while(read, partial(time.sleep, 4), alone)
        saves.append(read_while(read, partial(_post, writer, edit, form), beside))
    print(f"a save of 1 MiB   {median(saves):>6.2f} s median, {max(saves):.2f} s at most")
    for name, times in {"readers alone": alone, "beside a save": beside}.items():
        cuts = quantiles(times, n=100)
        print(
            f"{name:<16} {median(times):>7.1f} ms median, {cuts[98]:.1f} ms p99, {len(times)} pages"
        )
    ratio = quantiles(beside, n=100)[98] / quantiles(alone, n=100)[98]
    print(f"ratio of p99     {ratio:>7.2f}")


def read_while(url: str, act: Callable[[], None], into: list[float]) -> float:
    """Seconds that something takes, while people read and their waiting is noted."""
    over = threading.Event()
    readers = [threading.Thread(target=_read, args=(url, over, into)) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    began_at = time.perf_counter()
    act()
    took = time.perf_counter() - began_at
    over.set()
    for reader in readers:
        reader.join()
    return took


def _read(url: str, over: threading.Event, into: list[float]) -> None:
    with requests.Session() as session:
        while not over.is_set():
            began_at = time.perf_counter()
            session.get(url, timeout=30).raise_for_status()
            spent = time.perf_counter() - began_at
            into.append(spent * 1000)
            time.sleep(max(0, EVERY - spent))


def _token(writer: requests.Session, page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', writer.get(page, timeout=60).text)
    if found is None:
        raise SystemExit(f"{page} has no token")
    return found[1]


def _form(token: str, fields: dict[str, str]) -> bytes:
    return urlencode({**fields, "csrf_token": token}).encode()


def _post(writer: requests.Session, url: str, form: bytes) -> None:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = writer.post(url, form, headers=kind, timeout=60, allow_redirects=False)
    if answer.status_code not in (302, 303):
        raise SystemExit(f"{url} answered {answer.status_code}")
