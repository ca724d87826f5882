"""Pages from memory, beside a hello-world app under the same gunicorn and beside nginx's cache.

`granian` is measured if it is installed, nginx if it is there: it keeps the same bytes itself.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from importlib.util import find_spec
from pathlib import Path
from pwd import getpwuid

from benchmarks.loading import Asked, Missing, hello, interleaved, load_average, show
from benchmarks.reading import LISTS, prepare, site
from benchmarks.site import Served, free_port, python, serving

_NGINX = """
user {user};
daemon off;
worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    keepalive_requests 1000000;
    client_body_temp_path {folder}/bodies;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    proxy_cache_path {folder}/kept keys_zone=kept:1m;
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass {site};
            proxy_cache kept;
            proxy_cache_key $uri$http_accept_encoding;
            proxy_ignore_headers Cache-Control Vary;
            proxy_cache_valid 200 1h;
        }}
    }}
}}
"""


def run() -> None:
    with tempfile.TemporaryDirectory(prefix="blogsite-bench-") as folder, ExitStack() as stack:
        post = prepare(folder)
        rows = list(_rows(stack, folder, post))
        try:
            found = interleaved(rows)
        except Missing as missing:
            print(missing)
            return
        show(found)
        if nginx := [name for name in found if "nginx" in name]:
            print("\nBeside nginx:\n")
            show(found, beside=nginx[0])
        print(load_average())


def _rows(stack: ExitStack, folder: str, post: str) -> Iterator[Asked]:
    yield stack.enter_context(hello())
    gunicorn = stack.enter_context(site(folder))
    yield Asked("a post, gunicorn", gunicorn, post)
    yield Asked("304, gunicorn", gunicorn, post, (_condition(gunicorn.url + post),))
    for name in ("the blog", "Atom"):
        yield Asked(f"{name}, gunicorn", gunicorn, LISTS[name])
    if find_spec("granian"):
        granian = stack.enter_context(_granian(folder))
        yield Asked("a post, granian", granian, post)
        yield Asked("304, granian", granian, post, (_condition(granian.url + post),))
    if program := shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin"):
        nginx = stack.enter_context(_nginx(program, Path(folder), gunicorn))
        yield Asked("a post, nginx", nginx, post)


def _granian(folder: str) -> AbstractContextManager[Served]:
    """With the flags that `SERVER=granian` gives it, see `cli.programs`."""
    port = free_port()
    flags = ("--interface", "wsgi", "--no-ws", "--log-level", "warning", "--port", str(port))
    command = python("-m", "granian", *flags, "--workers", "2", "--blocking-threads", "4")
    given = {"DATA_DIR": folder, "PORT": str(port), "BLOGSITE_ROLE": "web"}
    return serving([*command, "app:app"], given, port)


def _nginx(program: str, folder: Path, behind: Served) -> AbstractContextManager[Served]:
    """One that keeps what the site answers, and asks it nothing again."""
    port, place, user = free_port(), folder / "nginx", getpwuid(os.getuid()).pw_name
    place.mkdir()
    written = place / "nginx.conf"
    written.write_text(_NGINX.format(user=user, folder=place, port=port, site=behind.url))
    return serving([program, "-c", str(written), "-p", str(place)], {}, port)


def _condition(url: str) -> str:
    asked = urllib.request.Request(url, headers={"Accept-Encoding": "br"})
    with urllib.request.urlopen(asked, timeout=10) as answer:
        return f"If-None-Match: {answer.headers['ETag']}"
