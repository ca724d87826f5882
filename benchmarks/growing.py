"""The same pages of a site with 1,000 posts and of one with many: what is read, what it costs.

Both are asked in turn, every page made anew. `python -m benchmarks.growing 1000000` takes a few
minutes, and 2 GB of disk.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from itertools import islice
from statistics import median
from typing import Any, NamedTuple

from bson import ObjectId
from flask import Flask
from flask.testing import FlaskClient

from benchmarks.explaining import Examined, examined, noted, processor
from benchmarks.loading import load_average
from benchmarks.site import app_with_database
from blogsite.database import connection, indexes
from blogsite.lib import clock
from blogsite.models import Blog, Device, Post, Session, User

FEW, MANY = 1_000, 100_000
BLOGS = 2
ROUNDS, SAMPLES = 5, 20
AT_ONCE = 2_000
WORDS = "The river was high that morning, and the bridge stood deep in it: nobody crossed. " * 4
DRAFTS = 4
"""One post of so many is a draft."""
DEVICE = Device(agent="", address="127.0.0.1", cookie="")


class Grown(NamedTuple):
    """A site with so many posts, and somebody who is signed in there."""

    app: Flask
    folder: str
    reader: FlaskClient
    writer: FlaskClient
    blogs: list[Blog]
    ada: User
    began_at: datetime
    posts: int

    def numbers(self) -> list[int]:
        """Posts from all over the site that are published."""
        step = max(self.posts // SAMPLES, 1)
        return [n + 1 if n % DRAFTS == 0 else n for n in range(0, self.posts - 1, step)][:SAMPLES]

    def blog_of(self, number: int) -> Blog:
        return self.blogs[number // DRAFTS % BLOGS]

    def at(self, number: int) -> datetime:
        return self.began_at - timedelta(minutes=number)


def run(many: int = MANY) -> None:
    with ExitStack() as stack:
        few, grown = (_site(stack, posts) for posts in (FEW, many))
        title = f"{'documents, keys':>17}  {'µs CPU, with the database':>27}"
        print(f"{'':>22} {title}\n{'':>22} {FEW:>8} {many:>8}  {FEW:>8} {many:>8} {'ratio':>8}")
        # A request to the app whose context is there would share that with all requests before.
        stack.enter_context(Flask("neither").app_context())
        logging.disable(logging.INFO)
        for name in _addresses(few, 1):
            _compare(name, few, grown)
        logging.disable(logging.NOTSET)
        print(load_average())


def _site(stack: ExitStack, posts: int) -> Grown:
    app = stack.enter_context(app_with_database(timeout=900, CACHE="off"))
    ada = User.create(email="ada@example.org", name="Ada", password_hash=None)
    blogs = [Blog.create(title=f"Bench {n}", description="", by=ada) for n in range(BLOGS)]
    writer = app.test_client()
    token = Session.start(ada, device=DEVICE)
    with writer.session_transaction() as cookie:
        cookie["sid"] = token
    folder = str(app.config["SETTINGS"].data_dir)
    reader = app.test_client()
    grown = Grown(app, folder, reader, writer, blogs, ada, clock.now(), posts)
    began_at = time.perf_counter()
    _fill(grown)
    seconds = time.perf_counter() - began_at
    print(f"{posts} posts made and indexed in {seconds:.0f} s, {posts / seconds:.0f} a second")
    return grown


def _fill(grown: Grown) -> None:
    """As the site itself stores one, many times; indexes are made afterwards, which is quicker."""
    made = grown.blogs[0].write(
        title="A post", content=WORDS, tags=["river", "diary"], status="published", by=grown.ada
    )
    posts = Post.collection(quick=True)
    stored = posts.find_one({"_id": made.id}) or {}
    posts.delete_one({"_id": made.id})
    posts.drop_indexes()
    copies = _copies(stored, grown)
    while some := list(islice(copies, AT_ONCE)):
        posts.insert_many(some, ordered=False)
    indexes.create_all(connection().database)


def _copies(stored: dict[str, Any], grown: Grown) -> Iterator[dict[str, Any]]:
    for number in range(grown.posts):
        at = grown.at(number)
        one = stored | {"_id": ObjectId(), "slug": f"post-{number}", "title": f"Post {number}"}
        one |= {"blog_id": grown.blog_of(number).id, "created_at": at, "updated_at": at}
        if number % DRAFTS:
            one |= {"publication": {"at": at, "by": grown.ada.id}, "public_since": at}
        else:
            one |= {"publication": None, "public_since": None}
        one["tags"] = ["river"] if number % 3 else ["diary"]
        yield one


def _addresses(grown: Grown, number: int) -> dict[str, str]:
    """A page of each kind; where it depends on a post, that of this one."""
    blog, at = grown.blog_of(number), grown.at(number)
    home, key = f"/@{blog.slug}", f"{int(at.timestamp() * 1000)}-{'0' * 24}"
    return {
        "a post": f"{home}/post-{number}",
        "a post, signed in": f"{home}/post-{number}",
        "a blog": f"{home}/",
        "a blog, deep": f"{home}/?before={key}",
        "the front page": "/",
        "the front page, deep": f"/?before={key}",
        "a feed": f"{home}/feed.xml",
        "a feed, deep": f"{home}/feed.xml?before={key}",
        "the feed of a tag": f"{home}/tags/river/feed.xml",
        "the feed of a person": f"/blogs/{grown.ada.id}/feed.xml",
        "my blogs, signed in": "/blogs",
        "my posts, signed in": "/posts",
        "my drafts, signed in": "/posts/drafts",
        "a table, signed in": f"/blogs/{blog.id}/posts",
    }


def _compare(name: str, few: Grown, many: Grown) -> None:
    read = [_examined(name, one) for one in (few, many)]
    costs: list[tuple[float, float]] = []
    for _ in range(ROUNDS):
        costs.append((_cost(name, few), _cost(name, many)))
    ratio = median(after / before for before, after in costs)
    before, after = (median(each) * 1e6 for each in zip(*costs, strict=True))
    figures = " ".join(f"{one.documents:>3}, {one.keys:<3}" for one in read)
    print(f"{name:>22} {figures}  {before:>8.0f} {after:>8.0f} {ratio:>8.2f}")


def _examined(name: str, grown: Grown) -> Examined:
    with grown.app.app_context():
        with noted() as commands:
            _ask(grown, name, grown.numbers()[SAMPLES // 2])
        return examined(commands)


def _cost(name: str, grown: Grown) -> float:
    """Seconds of processor time for a page, here and in the database."""
    numbers = grown.numbers()
    before = time.process_time() + processor(grown.folder)
    for number in numbers:
        _ask(grown, name, number)
    return (time.process_time() + processor(grown.folder) - before) / len(numbers)


def _ask(grown: Grown, name: str, number: int) -> None:
    client = grown.writer if "signed in" in name else grown.reader
    answer = client.get(_addresses(grown, number)[name])
    if answer.status_code != 200:
        raise RuntimeError(f"{answer.request.path} answers {answer.status_code}")
    answer.close()


if __name__ == "__main__":
    run(*map(int, sys.argv[1:]))
