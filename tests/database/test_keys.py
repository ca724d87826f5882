"""A kept key is rotated while several processes run: nobody is signed out, no form is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Flask

from blogsite import create_app, urls
from blogsite.database import (
    Connection,
    KeyRing,
    kept_keys,
    key_ring,
    keys,
    rotate_secret_key,
    secret_key,
)
from blogsite.models import Session, User
from config import Settings
from tests.support.app import settings_for_tests
from tests.support.factories import make_registration
from tests.support.visitor import Visitor

COOKIE = "blogsite-5454"
Start = Callable[[], Flask]


class Clock:
    """What a key ring takes for the time."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(keys, "time", made)
    return made


@pytest.fixture
def own(app: Flask, settings: Settings, tmp_path: Path) -> Settings:
    """The settings of a site that keeps its key in the database."""
    made = settings_for_tests(tmp_path, mongo_uri=settings.mongo_uri, SECRET_KEY="")
    kept_keys(made)
    return made


@pytest.fixture
def start(own: Settings) -> Iterator[Start]:
    """Starts one more server on the same database."""
    with ExitStack() as stack:

        def one() -> Flask:
            connection = Connection(own, timeout=20)
            stack.callback(connection.close)
            return create_app(own, connection=connection)

        yield one


def at(server: Flask, browser: Visitor | None = None) -> Visitor:
    """A visitor who comes to one server with the cookie that another gave."""
    visitor = Visitor(server)
    if browser and (cookie := browser.client.get_cookie(COOKIE)):
        visitor.client.set_cookie(COOKIE, cookie.value)
    return visitor


def signed_in(server: Flask, user: User) -> Visitor:
    """Who opened the form there too."""
    visitor = Visitor(server, user)
    assert visitor.get("/blogs/new").status_code == 200
    return visitor


def token_on(visitor: Visitor, path: str = "/blogs/new") -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', visitor.get(path).text)
    assert found
    return found[1]


def restarted(start: Start, clock: Clock) -> Flask:
    """A server that was started after the rotation, long enough ago to sign with the new key."""
    server = start()
    with server.app_context():
        newest = kept_keys(server.config["SETTINGS"])[0]
        assert key_ring().keys[0] != newest
        clock.now += keys.SETTLING
        assert key_ring().keys[0] == newest
    return server


def test_who_signed_in_at_a_new_server_is_signed_in_at_an_old_one(
    start: Start, own: Settings, clock: Clock, alice: User
) -> None:
    old = start()
    signed_in(old, alice)
    rotate_secret_key(own)
    new = restarted(start, clock)

    browser = signed_in(new, alice)

    assert at(old, browser).get("/profile").status_code == 200


def test_who_signed_in_before_is_still_signed_in_everywhere(
    start: Start, own: Settings, clock: Clock, alice: User
) -> None:
    old = start()
    browser = signed_in(old, alice)
    rotate_secret_key(own)
    new = restarted(start, clock)

    assert at(new, browser).get("/profile").status_code == 200
    assert at(old, browser).get("/profile").status_code == 200


def test_a_form_of_a_new_server_is_taken_by_an_old_one(
    start: Start, own: Settings, clock: Clock, alice: User
) -> None:
    old = start()
    browser = signed_in(old, alice)
    rotate_secret_key(own)
    token = token_on(at(restarted(start, clock), browser))

    answer = at(old, browser).send("/blogs/new", {"title": "Rain", "csrf_token": token})

    assert (answer.status_code, answer.location) == (302, "/blogs")


def test_a_form_of_an_old_server_is_taken_by_a_new_one(
    start: Start, own: Settings, clock: Clock, alice: User
) -> None:
    browser = signed_in(start(), alice)
    token = token_on(browser)
    rotate_secret_key(own)

    answer = at(restarted(start, clock), browser).send(
        "/blogs/new", {"title": "Rain", "csrf_token": token}
    )

    assert (answer.status_code, answer.location) == (302, "/blogs")


def test_a_link_that_a_new_worker_signed_is_read_by_an_old_server(
    start: Start, own: Settings, clock: Clock
) -> None:
    old = start()
    at(old).get("/login")
    rotate_secret_key(own)
    with restarted(start, clock).app_context():
        link = urls.activation(make_registration("Erin").token)

    assert at(old).get(link).status_code == 200


def test_an_old_server_that_has_met_the_new_key_signs_with_it_in_its_turn(
    start: Start, own: Settings, clock: Clock, alice: User
) -> None:
    old = start()
    at(old).get("/login")
    rotate_secret_key(own)
    at(old, signed_in(restarted(start, clock), alice)).get("/profile")

    clock.now += keys.SETTLING

    assert old.secret_key == key_ring(old).keys[0]
    with old.app_context():
        assert old.secret_key == kept_keys(own)[0]


def test_whatever_was_shown_before_the_new_key_is_met_in_time(
    start: Start, own: Settings, clock: Clock, alice: User
) -> None:
    """A strange signature just before the rotation: the server may not look again at once."""
    old = start()
    nonsense = at(old)
    nonsense.client.set_cookie(COOKIE, "nonsense.of.somebody")
    nonsense.get("/profile")
    rotate_secret_key(own)

    browser = signed_in(start(), alice)

    assert at(old, browser).get("/profile").status_code == 200
    clock.now += keys.SETTLING
    assert keys.SETTLING > keys.PAUSE
    assert at(old, signed_in(restarted(start, clock), alice)).get("/profile").status_code == 200


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """Each time that the kept keys were read."""
    seen: list[Settings] = []

    def looking(settings: Settings) -> list[str]:
        seen.append(settings)
        return kept_keys(settings)

    monkeypatch.setattr(keys, "kept_keys", looking)
    return seen


def test_strange_signatures_are_looked_up_once_in_a_while(
    start: Start, clock: Clock, looks: list[Settings]
) -> None:
    reader = at(start())
    reader.get("/login")
    reader.client.set_cookie(COOKIE, "nonsense.of.somebody")
    clock.now += keys.PAUSE
    looks.clear()

    for _ in range(5):
        reader.get("/profile")
        reader.send("/auth/login", {"csrf_token": "nonsense.of.somebody"})
        reader.get("/users/activate/wrong")
    assert len(looks) == 1

    clock.now += keys.PAUSE
    reader.get("/profile")
    assert len(looks) == 2


def test_without_a_signature_nothing_is_looked_up(
    start: Start, clock: Clock, looks: list[Settings]
) -> None:
    reader = at(start())
    reader.get("/login")  # whose form is signed
    looks.clear()

    clock.now += 100
    at(reader._app).get("/login")
    at(reader._app).send("/auth/login", {"email": "x"})

    assert looks == []


def test_who_is_signed_in_costs_no_look(
    start: Start, clock: Clock, alice: User, looks: list[Settings]
) -> None:
    browser = signed_in(start(), alice)
    looks.clear()

    clock.now += 100
    browser.get("/profile")

    assert looks == []


def test_given_keys_are_not_looked_up(
    app: Flask, clock: Clock, alice: User, looks: list[Settings]
) -> None:
    reader = at(app)
    reader.client.set_cookie(COOKIE, "nonsense.of.somebody")

    reader.get("/profile")

    assert looks == []


def test_a_kept_file_is_looked_up_as_well(tmp_path: Path, clock: Clock) -> None:
    own = settings_for_tests(tmp_path, mongo_uri=None, SECRET_KEY="")
    ring = KeyRing(own)
    (first,) = ring.keys
    rotate_secret_key(own)

    clock.now += keys.PAUSE
    ring.look_again()

    assert ring.keys[0] == first
    clock.now += keys.SETTLING
    assert ring.keys[1] == first


def test_two_who_rotate_at_once_lose_no_key(
    app: Flask, own: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    (first,) = kept_keys(own)

    def slow(settings: Settings) -> list[str]:
        """Somebody else is faster."""
        before = kept_keys(settings)
        monkeypatch.setattr(secret_key, "kept_keys", kept_keys)
        rotate_secret_key(settings)
        return before

    monkeypatch.setattr(secret_key, "kept_keys", slow)
    rotate_secret_key(own)

    found = kept_keys(own)
    assert (len(found), found[-1]) == (3, first)


def test_what_is_signed_out_stays_so(
    start: Start, own: Settings, clock: Clock, alice: User
) -> None:
    old = start()
    browser = signed_in(old, alice)
    Session.collection().delete_many({})
    rotate_secret_key(own)

    assert at(restarted(start, clock), browser).get("/profile").status_code == 302
