"""The database goes away: everybody hears so soon, nothing is lost, and it is all back at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.errors import PyMongoError

from blogsite.database.private import PrivateMongo
from tests.processes.outage import BACK, SOON, assert_back, assert_told, stopped
from tests.processes.people import Answer, Visitor
from tests.processes.running import RunningSite

pytestmark = pytest.mark.processes


@pytest.fixture
def reader(site: RunningSite) -> Visitor:
    return Visitor(site)


@pytest.fixture
def alice(site: RunningSite) -> Visitor:
    alice = Visitor(site)
    alice.sign_in("alice@example.org")
    return alice


def test_a_killed_database_is_soon_told_and_soon_back(
    site: RunningSite, reader: Visitor, alice: Visitor
) -> None:
    with database(site) as look, ThreadPoolExecutor(12) as crowd:
        site.killed("mongod")
        asked = [crowd.submit(one.get, "/profile") for one in 6 * [reader, alice]]
        await_primary(look)
        returned_at = time.monotonic()
        while {reader.get("/").status, alice.get("/profile").status} != {200}:
            assert time.monotonic() - returned_at < BACK
        answers = [one.result() for one in asked]

    assert {answer.status for answer in answers} <= {200, 302, 503}
    assert max(answer.seconds for answer in answers) < SOON


class Author:
    """Publishes one post after the other, whatever happens, and knows which were accepted."""

    def __init__(self, visitor: Visitor, name: str) -> None:
        self.accepted: list[str] = []
        self.refused: list[Answer] = []
        self._visitor = visitor
        self._name = name
        self._new = visitor.make_blog(f"Notes of {name}")
        self._token = visitor.get(self._new).field("csrf_token")

    def write(self, *, until: Event) -> None:
        number = 0
        while not until.is_set():
            number += 1
            title = f"{self._name} {number}"
            answer = self._visitor.post(
                self._new, csrf_token=self._token, title=title, content=f"{title}\n" * 50
            )
            if answer.status == 302:
                self.accepted.append(title)
            else:
                self.refused.append(answer)


Trouble = Callable[[RunningSite], None]


def kill(site: RunningSite) -> None:
    killed = site.killed("mongod")
    site.wait_until(lambda: site.mongod not in (None, killed))


def stop_a_while(site: RunningSite) -> None:
    with stopped(site):
        time.sleep(3)


@pytest.mark.parametrize("trouble", [kill, stop_a_while])
def test_every_accepted_post_is_there_and_none_by_half(site: RunningSite, trouble: Trouble) -> None:
    authors = [Author(somebody(site, name), name) for name in ("Alice", "Bob", "Carol")]

    with database(site) as look:
        with at_work(authors):
            for _ in range(2):
                wait_for_more(authors)
                trouble(site)
            wait_for_more(authors)
        await_primary(look)
        stored = {post["title"]: post for post in look["blogsite"]["posts"].find()}

    assert {title for author in authors for title in author.accepted} <= set(stored)
    for title, post in stored.items():
        assert post["source"] == f"{title}\n" * 50
        assert post["publication"] is not None
    for answer in (answer for author in authors for answer in author.refused):
        assert_told(answer)


def test_a_post_that_was_being_saved_can_be_saved_at_once(
    site: RunningSite, alice: Visitor
) -> None:
    new = alice.make_blog("Field Notes")
    token = alice.get(new).field("csrf_token")
    made = alice.post(new, csrf_token=token, title="Rain", content="first", status="draft")
    edit = made.headers["Location"].removeprefix(site.url)
    outcome: list[int] = []

    for attempt in range(6):
        words = f"words {attempt}"
        saving = Thread(
            target=lambda words=words: outcome.append(
                alice.post(edit, csrf_token=token, content=words).status
            )
        )
        saving.start()
        time.sleep(0.004 * attempt)
        with stopped(site):
            saving.join()
        assert_back(alice, edit)
        assert alice.post(edit, csrf_token=token, content=words + "!").status == 302

    assert set(outcome) <= {302, 503}
    assert "words 5!" in alice.get(edit).page


def somebody(site: RunningSite, name: str) -> Visitor:
    visitor = Visitor(site)
    visitor.sign_in(f"{name.lower()}@example.org")
    return visitor


@contextmanager
def at_work(authors: list[Author]) -> Iterator[None]:
    end = Event()
    threads = [Thread(target=author.write, kwargs={"until": end}) for author in authors]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        end.set()
        for thread in threads:
            thread.join()


def wait_for_more(authors: list[Author]) -> None:
    """Until each has had posts accepted that were begun only now."""
    enough = [len(author.accepted) + 4 for author in authors]
    deadline = time.monotonic() + 30
    while any(
        len(author.accepted) < wanted for author, wanted in zip(authors, enough, strict=True)
    ):
        assert time.monotonic() < deadline
        time.sleep(0.02)


@contextmanager
def database(site: RunningSite) -> Iterator[MongoClient[dict[str, Any]]]:
    """A look into the site's own database."""
    private = PrivateMongo(site.data_dir)
    uri = private.attach(may_start=False)
    try:
        with MongoClient(uri, serverSelectionTimeoutMS=500, socketTimeoutMS=2000) as client:
            yield client
    finally:
        private.release()


def await_primary(client: MongoClient[dict[str, Any]]) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            if client.admin.command("hello")["isWritablePrimary"]:
                return
        except PyMongoError:
            pass
        time.sleep(0.01)
    raise AssertionError("the database does not come back")
