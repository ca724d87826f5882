"""GitHub, as its API answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from blogsite.models import Identity, User
from blogsite.web.providers.github import GitHub
from tests.support.visitor import Visitor

EMAILS = [
    {"email": "old@example.org", "primary": False, "verified": True},
    {"email": "erin@example.org", "primary": True, "verified": True},
]


@pytest.fixture
def app(app_with_providers: Flask) -> Flask:
    return app_with_providers


@pytest.fixture
def github(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """What GitHub answers, by path."""
    answers: dict[str, Any] = {
        "/login/oauth/access_token": {"access_token": "opens the API", "token_type": "bearer"},
        "/user": {"id": 583231, "login": "erin", "name": None},
        "/user/emails": EMAILS,
        "sent": [],
    }

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            answers["sent"].append((self.path, parse_qs(body), self.headers.get("Authorization")))
            said = json.dumps(answers[self.path]).encode()
            self.send_response(200 if answers[self.path] else 500)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    for name in ("site", "api"):
        monkeypatch.setattr(GitHub, name, f"http://127.0.0.1:{server.server_address[1]}")
    yield answers
    server.shutdown()
    server.server_close()


def come_back(visitor: Visitor, **more: str) -> Any:
    begun = visitor.get("/auth/oauth/github")
    asked = parse_qs(urlsplit(begun.location).query)
    assert asked["code_challenge_method"] == ["S256"]
    query = {"code": "a code of GitHub", "state": asked["state"][0], **more}
    return visitor.get("/auth/oauth/github/callback", query_string=query)


def test_github_knows_people_by_number(reader: Visitor, github: dict[str, Any]) -> None:
    answer = come_back(reader)

    user = User.find_by_email("erin@example.org")
    assert answer.location == "/blogs"
    assert user is not None
    assert user.name == "erin"
    assert [one.subject for one in Identity.of(user)] == ["583231"]


def test_the_code_goes_with_its_verifier_and_the_token_in_a_header(
    reader: Visitor, github: dict[str, Any]
) -> None:
    come_back(reader)

    token, user, _emails = github["sent"]
    assert token[1]["client_secret"] == ["a secret of two"]
    assert len(token[1]["code_verifier"][0]) >= 43
    assert user[2] == "Bearer opens the API"


def test_an_address_that_is_not_primary_or_not_verified_does_not_count(
    reader: Visitor, github: dict[str, Any]
) -> None:
    github["/user/emails"] = [{"email": "erin@example.org", "primary": True, "verified": False}]

    assert come_back(reader).location == "/auth/identities/new-address"


@pytest.mark.parametrize(
    ("path", "said", "status"),
    [
        ("/login/oauth/access_token", {"error": "bad_verification_code"}, 502),
        ("/user", {"id": "583231"}, 502),
        ("/user", {"id": True}, 502),
        ("/user", ["x"], 502),
        ("/user/emails", {"message": "no"}, 502),
        ("/user", None, 503),
    ],
)
def test_an_odd_answer_lets_nobody_in(
    reader: Visitor, github: dict[str, Any], path: str, said: Any, status: int
) -> None:
    github[path] = said

    assert come_back(reader).status_code == status
    assert Identity.collection().find_one() is None


def test_an_answer_of_another_issuer_is_not_taken(reader: Visitor, github: dict[str, Any]) -> None:
    assert come_back(reader, iss="https://evil.example").status_code == 502
    assert come_back(reader, iss=f"{GitHub.site}/login/oauth").status_code == 302
