"""Somebody with a browser, as route tests play them."""

from __future__ import annotations

from contextvars import Context
from html import unescape
from typing import Any

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from blogsite.models import Device, Session, User

_NONCE = "0" * 40


class Visitor:
    """A browser with its own cookies; signed in if it has a user.

    Arguments:
        app: the site.
        user: who sits before it.
        agent: what the browser calls itself.
    """

    def __init__(self, app: Flask, user: User | None = None, agent: str = "a browser") -> None:
        self._app = app
        self.client = app.test_client()
        self._headers = {"User-Agent": agent}
        self._user = user
        if user:
            token = Session.start(user, device=Device(agent=agent))
            with self.client.session_transaction() as cookie:
                cookie["sid"] = token

    @property
    def user(self) -> User:
        assert self._user is not None
        return self._user

    def get(self, path: str, **options: Any) -> TestResponse:
        return self._ask("get", path, headers=self._headers | options.pop("headers", {}), **options)

    def post(self, path: str, **fields: Any) -> TestResponse:
        """Send a form, with the token that its page would have given."""
        return self.send(path, {"csrf_token": self.token(), **fields})

    def send(self, path: str, data: Any = None, **options: Any) -> TestResponse:
        """Send anything, without a token unless it is in the data."""
        headers = self._headers | options.pop("headers", {})
        return self._ask("post", path, data=data, headers=headers, **options)

    def token(self) -> str:
        """The token against forged requests of this browser's visit."""
        with self.client.session_transaction() as cookie:
            cookie.setdefault("csrf_token", _NONCE)
            nonce = cookie["csrf_token"]
        key = str(self._app.secret_key)
        return str(URLSafeTimedSerializer(key, salt="wtf-csrf-token").dumps(nonce))

    def _ask(self, method: str, path: str, **options: Any) -> TestResponse:
        # In an empty context: the test's own application context would be shared by all requests.
        answer: TestResponse = Context().run(
            getattr(self.client, method), path, buffered=True, **options
        )
        return answer


def link(page: TestResponse, words: str) -> str:
    """Where the link of these words leads, as a browser reads it."""
    before = page.text.partition(words)[0].rpartition("<a ")[2]
    return unescape(before.partition('href="')[2].partition('"')[0])
