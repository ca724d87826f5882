"""A picture of a public post, whole and as one that the visitor has, beside the post's page."""

from __future__ import annotations

import io
import tempfile
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from statistics import median
from urllib.parse import urlsplit

from PIL import Image

from benchmarks.site import free_port, python, running, text
from blogsite import create_app, jobs
from blogsite.database import connection
from blogsite.models import Blog, Picture, User
from config import Settings

ROUNDS, SECONDS, CONNECTIONS = 5, 3.0, 8


def run() -> None:
    with tempfile.TemporaryDirectory(prefix="blogsite-bench-") as folder:
        port = free_port()
        page, picture = _prepare(folder)
        with running(python("app.py"), {"DATA_DIR": folder, "PORT": str(port)}, port) as site:
            with urllib.request.urlopen(f"{site}{picture}") as answer:
                tag, length = answer.headers["ETag"], int(answer.headers["Content-Length"])
            _compare(
                {
                    "the page": (f"{site}{page}", {}, 200),
                    f"{length // 1000} KB": (f"{site}{picture}", {}, 200),
                    "304": (f"{site}{picture}", {"If-None-Match": tag}, 304),
                }
            )


def _prepare(folder: str) -> tuple[str, str]:
    app = create_app(Settings.load({"DATA_DIR": folder}))
    with app.app_context():
        user = User.create(email="ada@example.org", name="Ada", password_hash="")
        blog = Blog.create(title="Bench", description="", by=user)
        sent = io.BytesIO()
        Image.effect_noise((1920, 1280), 14).convert("RGB").save(sent, "JPEG", quality=90)
        sent.seek(0)
        picture = Picture.take(sent, label="noise.jpg", blog_id=blog.id, by=user)
        jobs.run_due()
        address = f"/media/{picture.id}/960"
        content = f"![Noise]({address})\n\n{text(4_000)}"
        blog.write(title="A post", content=content, status="published", by=user)
        connection().close()
    return "/@bench/a-post", address


def _compare(asked: dict[str, tuple[str, dict[str, str], int]]) -> None:
    rates: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(ROUNDS):
        for name, what in asked.items():
            with ThreadPoolExecutor(CONNECTIONS) as threads:
                began_at = time.perf_counter()
                count = sum(threads.map(_ask, [what] * CONNECTIONS))
                rates[name].append(count / (time.perf_counter() - began_at))
    for name, found in rates.items():
        print(f"{name:>8} {median(found):>8.0f} requests/s  ({min(found):.0f} to {max(found):.0f})")


def _ask(what: tuple[str, dict[str, str], int]) -> int:
    url, headers, status = what
    parts, count = urlsplit(url), 0
    link = HTTPConnection(str(parts.hostname), parts.port, timeout=10)
    deadline = time.perf_counter() + SECONDS
    while time.perf_counter() < deadline:
        link.request("GET", parts.path, headers=headers)
        answer = link.getresponse()
        answer.read()
        if answer.status != status:
            raise RuntimeError(f"{url} answers {answer.status}")
        count += 1
    link.close()
    return count
