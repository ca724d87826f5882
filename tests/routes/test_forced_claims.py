"""Sign-in through oauth2-mock-server, whose tokens say whatever a test forces them to say."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from flask import Flask
from werkzeug.test import TestResponse

from blogsite import create_app
from blogsite.database import Connection
from blogsite.models import Identity, User
from tests.support.app import settings_for_tests
from tests.support.mongod import clean
from tests.support.ports import free_port
from tests.support.providers import node, provider_settings
from tests.support.visitor import Visitor

SCRIPT = Path(__file__).parents[1] / "support" / "mock_provider.mjs"
ERIN = {"sub": "erin", "email": "erin@example.org", "email_verified": True, "name": "Erin"}


class Mock:
    """The provider: what its tokens say, and a visit to it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.issuer = self._line()

    def force(self, **claims: Any) -> None:
        """Let its tokens say this of Erin; None takes a claim away."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(ERIN | claims) + "\n")
        self._process.stdin.flush()
        assert self._line() == "forced"

    def visit(self, visitor: Visitor) -> TestResponse:
        """Sign in there, and come back."""
        begun = visitor.get("/auth/oauth/mock")
        assert begun.status_code == 302, begun.text
        assert begun.location.startswith(f"{self.issuer}/authorize?")
        sent_back = requests.get(begun.location, allow_redirects=False, timeout=5)
        back = urlsplit(sent_back.headers["Location"])
        return visitor.get(f"{back.path}?{back.query}")

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


@pytest.fixture(scope="module")
def running() -> Iterator[Mock]:
    with subprocess.Popen(
        [node(), str(SCRIPT), str(free_port())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        yield Mock(process)
        process.kill()


@pytest.fixture
def app(data_dir: Path, connection: Connection, mongo_uri: str, running: Mock) -> Iterator[Flask]:
    environment = provider_settings({"mock": running.issuer})
    made = create_app(
        settings_for_tests(data_dir, mongo_uri=mongo_uri, **environment), connection=connection
    )
    made.testing = True
    with made.app_context():
        yield made
        clean(connection.database)


@pytest.fixture
def mock(running: Mock, app: Flask) -> Mock:
    running.force()
    return running


def test_a_verified_address_signs_up_and_signs_in(app: Flask, mock: Mock) -> None:
    assert mock.visit(Visitor(app)).location == "/blogs"
    assert mock.visit(Visitor(app)).location == "/blogs"

    erin = User.find_by_email("erin@example.org")
    assert erin is not None
    assert [one.subject for one in Identity.of(erin)] == ["erin"]


@pytest.mark.parametrize(
    "claims", [{"email_verified": False}, {"email_verified": None}, {"email": None}]
)
def test_without_a_verified_address_one_is_asked_for(
    reader: Visitor, mock: Mock, claims: dict[str, Any]
) -> None:
    mock.force(**claims)

    assert mock.visit(reader).location == "/auth/identities/new-address"
    assert User.find_by_email("erin@example.org") is None


def test_an_unverified_address_opens_nobodys_account(
    reader: Visitor, alice: User, mock: Mock
) -> None:
    mock.force(email=alice.email, email_verified=False)

    assert mock.visit(reader).location == "/auth/identities/new-address"
    assert reader.get("/blogs").status_code == 302


def test_a_changed_address_leaves_the_account_its_own(app: Flask, alice: User, mock: Mock) -> None:
    mock.visit(Visitor(app))
    mock.force(email=alice.email)

    again = Visitor(app)

    assert mock.visit(again).location == "/blogs"
    assert "erin@example.org" in again.get("/account/email").text


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"exp": 1_000_000_000},
        {"aud": "somebody else"},
        {"iss": "http://localhost:1"},
        {"sub": None},
        {"sub": ""},
    ],
    ids=str,
)
def test_what_does_not_hold_makes_nothing(
    reader: Visitor, mock: Mock, claims: dict[str, Any]
) -> None:
    mock.force(**claims)

    answer = mock.visit(reader)

    assert answer.status_code == 502
    assert 'href="/login"' in answer.text
    assert User.find_by_email("erin@example.org") is None
    assert Identity.collection().count_documents({}) == 0
