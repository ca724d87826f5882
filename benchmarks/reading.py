"""Pages made anew for each reader (`CACHE=off`), beside a hello-world app under the same gunicorn.

A blog with 25 posts of 600 words each; lists and feeds show twenty of them. Somebody who is signed
in reads a post as well, who does not write in that blog.
"""

from __future__ import annotations

import tempfile
from contextlib import AbstractContextManager, ExitStack

from benchmarks.loading import Asked, Missing, hello, interleaved, load_average, show
from benchmarks.site import Served, free_port, python, serving, text
from benchmarks.visiting import EMAIL, PASSWORD, signed_in
from blogsite import create_app
from blogsite.database import connection
from blogsite.lib import passwords
from blogsite.models import Blog, User
from config import Settings

POSTS = 25
LISTS = {
    "the blog": "/@bench/",
    "the front page": "/",
    "Atom": "/@bench/feed.xml",
    "RSS": "/@bench/rss.xml",
    "JSON Feed": "/@bench/feed.json",
    "a tag, Atom": "/@bench/tags/river/feed.xml",
}
"""What is to cost about as much as a post."""


def run() -> None:
    with tempfile.TemporaryDirectory(prefix="blogsite-bench-") as folder, ExitStack() as stack:
        post = prepare(folder)
        yardstick = stack.enter_context(hello())
        server = stack.enter_context(site(folder, CACHE="off"))
        rows = [
            yardstick,
            Asked("a post", server, post),
            Asked("a post, signed in", server, post, (cookie(server),)),
            *(Asked(name, server, path) for name, path in LISTS.items()),
        ]
        try:
            show(interleaved(rows))
        except Missing as missing:
            print(missing)
        print(load_average())


def prepare(folder: str) -> str:
    """A blog with posts in an empty site; the path of one of them."""
    app = create_app(Settings.load({"DATA_DIR": folder}))
    with app.app_context():
        User.create(email=EMAIL, name="Ada", password_hash=passwords.hashed(PASSWORD))
        bob = User.create(email="bob@example.org", name="Bob", password_hash=None)
        blog = Blog.create(title="Bench", description="What the river did.", by=bob)
        for number in range(POSTS):
            blog.write(
                title=f"Post {number}",
                content=text(4_000),
                tags=["river", "diary"],
                status="published",
                by=bob,
            )
        connection().close()
    return f"/@bench/post-{POSTS - 1}"


def site(folder: str, **variables: str) -> AbstractContextManager[Served]:
    """The site under gunicorn alone, on the data of a folder."""
    port = free_port()
    given = {"DATA_DIR": folder, "PORT": str(port), "BLOGSITE_ROLE": "", **variables}
    return serving(python("-m", "gunicorn", "app:app"), given, port)


def cookie(server: Served) -> str:
    """The header by which a site knows who is signed in."""
    client, _token = signed_in(server.url)
    return "Cookie: " + "; ".join(f"{one.name}={one.value}" for one in client.cookies)
