"""The one-time link that makes the first administrator."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from blogsite import create_app
from blogsite.database import Connection
from blogsite.lib import clock
from blogsite.models import User, administration
from config import Settings
from tests.support.app import settings_for_tests
from tests.support.factories import PASSWORD, make_user
from tests.support.visitor import Visitor

BASE = "https://blogs.example"


@pytest.fixture
def public_site(app: Flask, settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    """The same site as the world sees it."""
    own = settings_for_tests(tmp_path, mongo_uri=settings.mongo_uri, BASE_URL=BASE)
    connection = Connection(own, timeout=20)
    made = create_app(own, connection=connection)
    with made.app_context():
        yield made
    connection.close()


def link() -> str:
    found = administration.setup_link()
    assert found is not None
    return found.removeprefix(BASE)


def send(visitor: Visitor, path: str, **fields: str) -> object:
    return visitor.client.post(
        path,
        data={"csrf_token": visitor.token(), **fields},
        base_url=BASE,
        headers={"Referer": f"{BASE}{path}"},
    )


@pytest.fixture
def operator(public_site: Flask) -> Visitor:
    """Who has read the link on the server's screen."""
    visitor = Visitor(public_site)
    with visitor.client.session_transaction(base_url=BASE) as cookie:
        cookie["csrf_token"] = "0" * 40
    return visitor


def test_on_a_public_address_the_first_comer_administers_nothing(public_site: Flask) -> None:
    assert not make_user("Mallory").administrator


def test_whoever_holds_the_link_becomes_the_administrator(
    public_site: Flask, operator: Visitor
) -> None:
    path = link()
    assert operator.client.get(path, base_url=BASE).status_code == 200

    answer = send(operator, path, email="dan@example.org", password=PASSWORD, name="Dan")

    assert (answer.status_code, answer.location) == (302, "/blogs")  # type: ignore[attr-defined]
    assert User.find_by_email("dan@example.org").administrator  # type: ignore[union-attr]
    assert administration.setup_link() is None


def test_the_link_works_once(public_site: Flask, operator: Visitor) -> None:
    path = link()
    make_user("Dan", administrator=True)

    assert operator.client.get(path, base_url=BASE).status_code == 410
    assert send(operator, path, email="x@example.org", password=PASSWORD).status_code == 410  # type: ignore[attr-defined]


def test_the_link_grows_old(public_site: Flask, operator: Visitor) -> None:
    path = link()

    with time_machine.travel(clock.now() + administration.SETUP_LIFETIME + timedelta(hours=1)):
        assert operator.client.get(path, base_url=BASE).status_code == 410


def test_a_guessed_link_leads_nowhere(operator: Visitor) -> None:
    assert operator.client.get("/voucher/redeem/guess", base_url=BASE).status_code == 404


def test_a_taken_address_is_refused_beside_its_field(public_site: Flask, operator: Visitor) -> None:
    make_user("Dan")

    answer = send(operator, link(), email="dan@example.org", password=PASSWORD)

    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "has an account already" in answer.text  # type: ignore[attr-defined]


def test_on_this_machine_no_link_is_needed(app: Flask) -> None:
    assert administration.setup_link() is None


def test_over_https_cookies_are_for_https_only(public_site: Flask) -> None:
    assert public_site.config["SESSION_COOKIE_SECURE"]
    assert public_site.config["SESSION_COOKIE_NAME"] == "blogsite"
