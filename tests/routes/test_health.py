"""For machines: whether the process lives, and whether it can work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pymongo.errors import AutoReconnect

from blogsite import create_app
from blogsite.database import Connection
from blogsite.database.private import ROLE
from blogsite.lib import clock
from config import Settings
from tests.support.app import settings_for_tests
from tests.support.visitor import Visitor

NOWHERE = "mongodb://127.0.0.1:1/blogsite"


@pytest.fixture
def stranded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visitor]:
    """A reader of a site whose database is away."""
    monkeypatch.setenv(ROLE, "web")
    settings = settings_for_tests(tmp_path, mongo_uri=NOWHERE)
    connection = Connection(settings, timeout=0.1)
    yield Visitor(create_app(settings, connection=connection))
    connection.close()


def test_a_site_that_can_work_says_so(reader: Visitor) -> None:
    assert reader.get("/healthz").status_code == 200
    assert reader.get("/readyz").status_code == 200


def test_without_its_database_it_lives_but_is_not_ready(stranded: Visitor) -> None:
    assert stranded.get("/healthz").status_code == 200
    answer = stranded.get("/readyz")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")


class Fickle(Connection):
    """Goes away and comes back as it is told."""

    away = True

    @property
    def database(self) -> Any:
        return self._ask()

    def _ask(self) -> None:
        if self.away:
            raise AutoReconnect("gone")


def test_who_asks_whether_it_is_ready_finds_out_for_all(tmp_path: Path) -> None:
    settings = settings_for_tests(tmp_path, mongo_uri=NOWHERE)
    connection = Fickle(settings)

    answer = Visitor(create_app(settings, connection=connection)).get("/readyz")

    assert answer.status_code == 503
    assert connection._outage.lasting
    connection.away = False


def test_without_its_database_pages_ask_for_patience(stranded: Visitor) -> None:
    for path in ("/", "/@a/b"):
        answer = stranded.get(path)
        assert answer.status_code == 503
        assert "try again in a moment" in answer.text
        assert "Retry-After" in answer.headers


def test_machines_get_no_cookie(reader: Visitor) -> None:
    assert "Cookie" not in reader.get("/healthz").headers.get("Vary", "")


def test_search_engines_may_look_at_everything_public(reader: Visitor) -> None:
    answer = reader.get("/robots.txt")

    assert answer.mimetype == "text/plain"
    rules, _, sitemap = answer.text.partition("\n\n")
    assert rules == "User-agent: *\nDisallow:"
    assert sitemap == "Sitemap: http://localhost:5454/sitemap.xml\n"


@pytest.mark.parametrize(
    ("contact", "told"),
    [
        ("security@blogs.example", "mailto:security@blogs.example"),
        ("https://blogs.example/security", "https://blogs.example/security"),
    ],
)
def test_whoever_finds_a_weakness_learns_whom_to_tell(
    settings: Settings, connection: Connection, contact: str, told: str
) -> None:
    named = replace(settings, security_contact=contact)
    answer = Visitor(create_app(named, connection=connection)).get("/.well-known/security.txt")

    facts = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    assert facts["Contact"] == told
    assert facts["Canonical"] == "http://localhost:5454/.well-known/security.txt"
    left = datetime.fromisoformat(facts["Expires"]) - clock.now()
    assert timedelta(days=178) < left < timedelta(days=365)
