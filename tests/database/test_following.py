"""Two machines on one database: what one changes, the other knows, or knows that it does not."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from pymongo import MongoClient
from pymongo.errors import PyMongoError
from werkzeug.test import TestResponse

from blogsite import create_app, urls
from blogsite.database import Connection
from blogsite.database.following import Follower
from blogsite.models import Post, User
from config import Settings
from tests.support.app import settings_for_tests
from tests.support.factories import make_blog, make_post, make_user
from tests.support.kept import cache_of, keep, ready, said, wait_until
from tests.support.mongod import Server
from tests.support.visitor import Visitor

AT_ONCE = 0.25
"""Seconds until an edit shows on another machine."""


@contextmanager
def machine(folder: Path, mongo_uri: str | None, *, patience: float = 20) -> Iterator[Flask]:
    """A site with memory of its own on a database that it shares."""
    settings = settings_for_tests(folder, mongo_uri=mongo_uri)
    with closing(Connection(settings, timeout=patience)) as connection:
        yield create_app(settings, connection=connection)


@pytest.fixture
def elsewhere(app: Flask, settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    """Another machine."""
    with machine(tmp_path / "elsewhere", settings.mongo_uri) as site:
        ready(site)
        yield site


def follower_of(site: Flask) -> Follower:
    found = cache_of(site).follower
    assert found is not None
    return found


def seconds_until(condition: Callable[[], bool]) -> float:
    began = time.monotonic()
    wait_until(condition)
    return time.monotonic() - began


def kill_streams(client: MongoClient[dict[str, Any]]) -> int:
    """End all change streams on the notes, as an operator or a failing node does."""
    database = client.get_default_database()
    open_ones = client.admin.aggregate(
        [
            {"$currentOp": {"idleCursors": True}},
            {"$match": {"ns": f"{database.name}.page_generations"}},
            {"$match": {"cursor.cursorId": {"$exists": True}}},
        ]
    )
    ids = [one["cursor"]["cursorId"] for one in open_ones]
    if ids:
        database.command("killCursors", "page_generations", cursors=ids)
    return len(ids)


def test_an_edit_shows_on_the_other_machine_at_once(
    elsewhere: Flask, published: Post, alice: User
) -> None:
    reader, path = Visitor(elsewhere), urls.post(published)
    for number in range(8):
        keep(elsewhere, reader, path)
        published.revise(content=f"Number {number}.", by=alice)
        # Each time, not most times: a stream that is late is not believed.
        time.sleep(AT_ONCE)
        assert f"Number {number}." in reader.get(path).text


def test_a_page_that_nothing_ends_stays_in_the_memory_of_both(
    app: Flask, elsewhere: Flask, published: Post
) -> None:
    ready(app)
    for site in (app, elsewhere):
        keep(site, Visitor(site), urls.post(published))

    make_post(make_blog(by=make_user("Erin"), title="Other"), by=published_by(), status="published")
    time.sleep(AT_ONCE)

    for site in (app, elsewhere):
        assert "stored" not in said(Visitor(site).get(urls.post(published)))


def published_by() -> User:
    found = User.find_by_email("erin@example.org")
    assert found
    return found


def test_a_killed_stream_leaves_nothing_stale(
    elsewhere: Flask, published: Post, alice: User, mongo_client: MongoClient[dict[str, Any]]
) -> None:
    reader, path, killed, kept = Visitor(elsewhere), urls.post(published), 0, 0
    for number in range(10):
        reader.get(path)
        kept += said(reader.get(path)) == "hit"
        killed += kill_streams(mongo_client)
        published.revise(content=f"Number {number}.", by=alice)
        time.sleep(AT_ONCE)
        assert f"Number {number}." in reader.get(path).text

    assert killed >= 5
    assert kept >= 3
    wait_until(lambda: follower_of(elsewhere).hears)
    assert said(keep(elsewhere, reader, path)) == "hit"


def test_what_a_writer_who_died_could_not_stamp_is_heard(
    app: Flask, published: Post, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between its commit and its stamp: the stream of the same machine makes up for it."""
    ready(app)
    reader, path = Visitor(app), urls.post(published)
    keep(app, reader, path)
    with monkeypatch.context() as patch:
        patch.setattr("blogsite.database.generations.stamp", lambda *_: None)
        published.revise(content="It snowed.", by=alice)

    assert seconds_until(lambda: "snowed" in reader.get(path).text) < 5


def test_only_one_of_a_machine_follows_and_another_takes_over(
    app: Flask, settings: Settings
) -> None:
    first = ready(app).follower
    second_app = create_app(settings, connection=Connection(settings))
    second = Follower(second_app.extensions["blogsite.database"], cache_of(app)._generations)  # type: ignore[arg-type]
    assert first is not None
    second.begin()
    time.sleep(0.3)
    assert not second._lock.held

    first.end()

    wait_until(lambda: second._lock.held and second.hears)
    second.end()
    second_app.extensions["blogsite.database"].close()
    assert not second.hears
    first.begin()
    wait_until(lambda: first.hears)


@pytest.mark.processes
def test_an_election_and_an_outage(tmp_path: Path) -> None:
    """Never stale while the database answers; while it does not, what was right a moment ago."""
    server = Server(tmp_path / "mongo")
    server.start()
    try:
        uri = f"{server.address}/site?replicaSet=rs0"
        with (
            machine(tmp_path / "here", uri, patience=2) as here,
            machine(tmp_path / "there", uri, patience=2) as there,
        ):
            with here.app_context():
                alice = make_user("Alice")
                post = make_post(make_blog(by=alice), by=alice, status="published")
                path = urls.post(post)
                ready(there)
                reader = Visitor(there)
                for number in range(2):
                    keep(there, reader, path)
                    elect(uri)
                    text = f"Number {number}."
                    revise(post, text, alice)
                    time.sleep(AT_ONCE)
                    shown = [one.text for one in answers_until_shown(reader, path)]
                    assert [one for one in shown if text not in one] == []
                keep(there, reader, path)
            server.stop()
            check_outage(there, path)
    finally:
        server.stop()


def answers_until_shown(reader: Visitor, path: str) -> list[TestResponse]:
    """Three times the page, as soon as the database answers again; what comes before is 503."""
    found: list[TestResponse] = []

    def three() -> bool:
        found.append(reader.get(path))
        assert found[-1].status_code in (200, 503)
        return sum(one.status_code == 200 for one in found) == 3

    wait_until(three)
    return [one for one in found if one.status_code == 200]


def revise(post: Post, text: str, by: User) -> None:
    def done() -> bool:
        with suppress(PyMongoError):
            post.revise(content=text, by=by)
            return True
        return False

    wait_until(done)


def elect(uri: str) -> None:
    address = uri.partition("/site")[0]
    with MongoClient[dict[str, Any]](address, directConnection=True) as client:
        with suppress(PyMongoError):
            client.admin.command("replSetStepDown", 60, force=True)
        # One node alone would wait out the minute before it elects itself.
        client.admin.command("replSetFreeze", 0)


def check_outage(site: Flask, path: str) -> None:
    reader = Visitor(site)
    wait_until(lambda: not follower_of(site).hears)
    began = time.monotonic()
    stale = reader.get(path)
    assert time.monotonic() - began < 1.8
    assert stale.status_code == 200
    assert said(stale) == "hit; detail=stale"
    assert stale.headers["Warning"].startswith("110 ")
    assert reader.get("/").status_code == 503

    numbers = cache_of(site)._generations
    assert numbers is not None
    ten_minutes_ago = time.monotonic_ns() - 601 * 10**9
    numbers.numbers[2] = max(ten_minutes_ago, 0)
    if ten_minutes_ago > 0:
        assert reader.get(path).status_code == 503
