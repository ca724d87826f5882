"""`flask db`: what is checked, what is found, what is mended."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from bson import ObjectId
from flask import Flask
from pymongo.errors import WTimeoutError

from blogsite.database import connection, indexes, inspection
from blogsite.models import Blog, Device, Membership, Post, Session, User
from tests.support.commands import objects, run


@pytest.fixture
def _mended(app: Flask) -> Iterator[None]:
    """Indexes are again as declared after the test, which other tests count on."""
    yield
    users = connection().database["users"]
    users.delete_many({})
    users.drop_indexes()
    indexes.create_all(connection().database)


def findings(app: Flask, *words: str) -> dict[str, dict[str, Any]]:
    return {one["check"]: one for one in objects(run(app, "db", "check", "--json", *words))}


def states(app: Flask, *words: str) -> dict[str, str]:
    listed = objects(run(app, "db", "indexes", "--json", *words))
    return {f"{one['collection']}.{one['name']}": one["state"] for one in listed}


def test_a_sound_database_passes(app: Flask, published: Post) -> None:
    done = run(app, "db", "check")

    assert (done.exit_code, done.stderr.splitlines()[-1].startswith("Documents: ")) == (0, True)
    assert all(one["fine"] for one in findings(app).values())
    assert "MongoDB" in findings(app)["version"]["seen"]


def test_a_quick_look_leaves_the_orphans_out(app: Flask) -> None:
    assert set(findings(app, "--fast")) == {
        *("connection", "version", "replica set", "write concern", "indexes")
    }


def test_whatever_lost_its_parent_is_found(app: Flask, published: Post, carol: User) -> None:
    Session.start(carol, device=Device())
    Blog.collection().delete_one({"_id": published.blog_id})
    carol.delete()

    done = run(app, "db", "check", "--json")

    (found,) = [one for one in objects(done) if not one["fine"]]
    assert (done.exit_code, found["check"]) == (1, "orphans")
    assert f"posts {published.id} lacks its blog (blog_id)" in found["seen"]
    assert "memberships" in found["seen"]
    assert "lacks its user (user_id)" in found["seen"]


def test_a_blog_without_an_owner_is_found(app: Flask, blog: Blog) -> None:
    Membership.collection().delete_many({"blog_id": blog.id})

    assert f"blogs {blog.id} lacks its owner" in findings(app)["orphans"]["seen"]


def test_many_orphans_are_counted(app: Flask, alice: User) -> None:
    for _ in range(8):
        Membership(blog_id=ObjectId(), user_id=alice.id, role="editor").insert()

    assert findings(app)["orphans"]["seen"].endswith("; and 3 more")


@pytest.mark.usefixtures("_mended")
def test_a_missing_index_is_made(app: Flask) -> None:
    connection().database["users"].drop_index("email_key_1")

    assert states(app, "--dry-run")["users.email_key_1"] == "missing"
    assert run(app, "db", "indexes", "--dry-run").exit_code == 1
    assert findings(app, "--fast")["indexes"]["fine"] is False
    assert states(app)["users.email_key_1"] == "created"
    assert states(app)["users.email_key_1"] == "present"


@pytest.mark.usefixtures("_mended")
def test_an_unknown_index_is_named_and_left_alone(app: Flask) -> None:
    connection().database["users"].create_index("bio")

    done = run(app, "db", "indexes")

    assert (done.exit_code, states(app)["users.bio_1"]) == (0, "unknown")
    assert findings(app, "--fast")["indexes"]["seen"].endswith("unknown: 1")


@pytest.mark.usefixtures("_mended")
def test_an_index_of_another_kind_is_no_index(app: Flask) -> None:
    users = connection().database["users"]
    users.drop_index("email_key_1")
    users.create_index("email_key")

    done = run(app, "db", "indexes")

    assert done.exit_code == 1
    assert "Not as declared: users.email_key_1" in done.stderr


@pytest.mark.usefixtures("_mended")
def test_an_index_that_cannot_be_made_is_a_sentence(app: Flask, alice: User) -> None:
    users = connection().database["users"]
    users.drop_index("email_key_1")
    users.insert_one({"email_key": alice.email_key})

    done = run(app, "db", "indexes")

    assert done.exit_code == 1
    assert done.stderr.startswith("An index cannot be made:")


@pytest.mark.parametrize(
    ("hello", "fine", "seen"),
    [
        ({}, False, "a standalone"),
        ({"msg": "isdbgrid"}, True, "a sharded cluster"),
        ({"setName": "rs0", "hosts": ["a", "b"]}, False, "rs0, members: 2, primary: none"),
        ({"setName": "rs0", "hosts": ["a"], "primary": "a"}, True, "rs0, members: 1, primary: a"),
    ],
)
def test_what_is_no_replica_set_is_told(hello: dict[str, Any], fine: bool, seen: str) -> None:
    finding = inspection._replica_set(hello)

    assert (finding.fine, finding.seen.startswith(seen)) == (fine, True)


def test_an_old_server_is_told() -> None:
    old: Any = SimpleNamespace(client=SimpleNamespace(server_info=lambda: {"version": "5.0.9"}))

    assert not inspection._version(old).fine


def test_a_majority_that_is_away_is_told() -> None:
    class Slow:
        def insert_one(self, _probe: object) -> None:
            raise WTimeoutError("waiting for replication timed out", 64)

    slow: Any = SimpleNamespace(get_collection=lambda *_, **__: Slow())

    finding = inspection._durable(slow)

    assert (finding.fine, "timed out" in finding.seen) == (False, True)
