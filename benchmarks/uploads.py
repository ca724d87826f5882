"""Uploads, the largest and hostile ones, beside people who read: do the readers notice?

Also by how much a web worker grows while 60 MB are sent to it.
"""

from __future__ import annotations

import io
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median, quantiles

import requests
from PIL import Image

from benchmarks.large_saves import read_while
from benchmarks.photographs import laid_out, photograph
from benchmarks.site import free_port, python, running, text
from benchmarks.visiting import prepare, signed_in
from blogsite import create_app
from blogsite.database import connection
from blogsite.models import Blog, Post, User
from config import Settings

ROUNDS = 3


def run() -> None:
    with tempfile.TemporaryDirectory(prefix="blogsite-bench-") as folder:
        port = free_port()
        blog_id, read = _published(folder)
        own = {"DATA_DIR": folder, "PORT": str(port), "THROTTLES": "off"}
        with running(python("app.py"), own, port) as site:
            _compare(site, f"{site}{read}", f"{site}/blogs/{blog_id}/media", folder)


def _published(folder: str) -> tuple[str, str]:
    blog_id, (post_id,) = prepare(folder, text(4_000))
    app = create_app(Settings.load({"DATA_DIR": folder}))
    with app.app_context():
        post = Post.find({"slug": "a-post"})
        ada = User.find({})
        if post is None or ada is None:
            raise SystemExit(f"{post_id} is gone")
        post.publish(by=ada)
        slug = Blog.get(post.blog_id).slug
        connection().close()
    return blog_id, f"/@{slug}/a-post"


def _compare(site: str, read: str, media: str, folder: str) -> None:
    writer, token = signed_in(site)
    for name, content, status in _sent():
        beside: list[float] = []
        quiet: list[float] = []
        before, took, answers = _largest(folder), 0.0, set()
        for number in range(ROUNDS):
            # Behind its end, so that it is another file each time.
            body = content + str(number).encode() if status == 201 else content
            # Put together before: what this process computes would hold up its readers.
            send = partial(_send, writer, _asked(writer, media, token, body), answers.add)
            # Just before, on a machine whose other work comes and goes.
            read_while(read, partial(time.sleep, 4), quiet)
            took += read_while(read, send, beside)
        grown = _largest(folder) - before
        told = f"{took / ROUNDS:>5.1f} s each, {answers}, worker +{grown:.0f} MB"
        _print(name, beside, quiet, told)
        if answers != {status}:
            raise SystemExit(f"{name} was answered with {answers}")


def _print(name: str, times: list[float], quiet: list[float], told: str) -> None:
    one, other = (quantiles(each, n=100)[98] for each in (times, quiet))
    print(
        f"{name:<28} {median(times):>6.1f} ms median {one:>7.1f} ms p99, quiet {other:>7.1f}:"
        f" {one / other:>5.2f}   {told}"
    )


def _sent() -> Iterator[tuple[str, bytes, int]]:
    tile = photograph()
    yield "a JPEG of 12 megapixels", _encoded(tile, "JPEG"), 201
    yield "a JPEG of 200 megapixels", _encoded(laid_out(tile, (16000, 12500)), "JPEG"), 201
    yield "60 MB, a picture before", _encoded(tile, "JPEG") + bytes(60_000_000), 201
    clear = laid_out(tile, (6000, 4166))
    clear.putalpha(clear.getchannel("G"))
    yield "a clear PNG of 25 megapixels", _encoded(clear, "PNG", compress_level=1), 201
    yield "a PNG of 400 megapixels", _encoded(Image.new("1", (20_000, 20_000)), "PNG"), 422
    yield "a JPEG that ends early", _encoded(tile, "JPEG")[:1_000_000], 422
    yield "200 MB of nothing", bytes(200_000_000), 413


def _encoded(drawn: Image.Image, form: str, **options: int) -> bytes:
    made = io.BytesIO()
    drawn.save(made, form, **({"quality": 85} if form == "JPEG" else options))
    return made.getvalue()


def _asked(
    writer: requests.Session, url: str, token: str, content: bytes
) -> requests.PreparedRequest:
    files = {"csrf_token": (None, token), "picture": ("sent", content, "image/jpeg")}
    wanted = {"Accept": "application/json"}
    return writer.prepare_request(requests.Request("POST", url, files=files, headers=wanted))


def _send(
    writer: requests.Session, asked: requests.PreparedRequest, answered: Callable[[int], None]
) -> None:
    answered(writer.send(asked, timeout=120).status_code)


def _largest(folder: str) -> float:
    """Megabytes that the largest web worker of the site with this folder ever had."""
    sizes = [0]
    for process in Path("/proc").glob("[0-9]*"):
        try:
            ours = folder.encode() in (process / "environ").read_bytes()
            if ours and b"gunicorn" in (process / "cmdline").read_bytes():
                told = (process / "status").read_text(encoding="utf-8").splitlines()
                sizes += [int(line.split()[1]) for line in told if line.startswith("VmHWM")]
        except OSError:
            continue  # it has ended, or is somebody else's
    return max(sizes) / 1024
