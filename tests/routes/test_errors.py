"""Every refusal is a page of the site: it says what happened, and leads onward."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, abort
from pymongo.errors import (
    AutoReconnect,
    ExecutionTimeout,
    OperationFailure,
    ServerSelectionTimeoutError,
)
from werkzeug.exceptions import TooManyRequests

from blogsite import errors, urls
from blogsite.models import Blog, Post, Session
from tests.support.visitor import Visitor

STATUSES = (400, 401, 403, 404, 405, 408, 409, 410, 413, 415, 422, 429, 500, 503)


class Trouble:
    """Lets the front page fail in a way of the test's choice."""

    def __init__(self, app: Flask, patch: pytest.MonkeyPatch) -> None:
        self._app, self._patch = app, patch
        patch.setattr(app, "testing", False)

    def answers(self, status: int) -> None:
        self.meets(lambda **_: abort(status))

    def raises(self, error: BaseException) -> None:
        def fail(**_: Any) -> None:
            raise error

        self.meets(fail)

    def meets(self, view: Any) -> None:
        self._patch.setitem(self._app.view_functions, "home.show", view)


@pytest.fixture
def trouble(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Trouble:
    return Trouble(app, monkeypatch)


@pytest.fixture(autouse=True)
def _back_again(app: Flask) -> Iterator[None]:
    """A pretended outage ends with its test."""
    yield
    outage = app.extensions["blogsite.database"]._outage
    while outage.lasting:
        pass


@pytest.mark.parametrize("status", STATUSES)
def test_each_has_words_of_its_own(reader: Visitor, trouble: Trouble, status: int) -> None:
    trouble.answers(status)

    answer = reader.get("/")

    assert answer.status_code == status
    assert answer.mimetype == "text/html"
    assert status in errors.TITLES
    assert str(errors.TITLES[status]) in answer.text
    assert "To the front page" in answer.text
    assert "Content-Security-Policy" in answer.headers


@pytest.mark.parametrize("status", sorted({*STATUSES} - {409, 415}))
def test_each_says_what_to_do(status: int) -> None:
    assert status in errors.SENTENCES


@pytest.mark.parametrize("status", STATUSES)
def test_a_member_is_led_on_to_what_is_his(
    alice_browsing: Visitor, trouble: Trouble, status: int
) -> None:
    trouble.answers(status)

    answer = alice_browsing.get("/")

    assert answer.status_code == status
    assert ("My blogs" in answer.text) == (status < 500)


def test_who_is_too_frequent_is_told_for_how_long(reader: Visitor, trouble: Trouble) -> None:
    trouble.raises(TooManyRequests(retry_after=7))

    answer = reader.get("/")

    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "7"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (AutoReconnect("gone"), 503),
        (ServerSelectionTimeoutError("nobody"), 503),
        (ExecutionTimeout("slow", 50), 503),
        (OperationFailure("busy", 112, {"errorLabels": ["TransientTransactionError"]}), 503),
        (OperationFailure("you asked nonsense", 9), 500),
    ],
)
def test_only_what_will_pass_is_said_to(
    reader: Visitor, trouble: Trouble, error: Exception, status: int
) -> None:
    trouble.raises(error)

    answer = reader.get("/")

    assert answer.status_code == status
    assert ("Retry-After" in answer.headers) == (status == 503)


@pytest.mark.parametrize("status", [404, 403, 500])
def test_a_page_of_refusal_needs_no_database(
    alice_browsing: Visitor, trouble: Trouble, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    def nobody_answers(_token: str) -> None:
        raise ServerSelectionTimeoutError("nobody")

    monkeypatch.setattr(Session, "resume", nobody_answers)
    trouble.answers(status)

    assert alice_browsing.get("/").status_code == status


@pytest.mark.parametrize("error", [AutoReconnect("gone"), ZeroDivisionError()])
def test_what_was_sent_is_offered_to_be_sent_again(
    alice_browsing: Visitor, blog: Blog, monkeypatch: pytest.MonkeyPatch, app: Flask, error: Any
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr(app, "testing", False)
    monkeypatch.setattr(Blog, "write", fail)
    words = '\n\nRain </textarea><script>"&amp;'

    answer = alice_browsing.post(urls.new_post(blog), title='"Rain"', content=words, status="draft")

    assert answer.status_code in (500, 503)
    assert "\n\n\nRain &lt;/textarea&gt;&lt;script&gt;&#34;&amp;amp;</textarea>" in answer.text
    assert 'name="title" value="&#34;Rain&#34;"' in answer.text
    assert 'name="status" value="draft"' in answer.text
    assert "Send it again" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_whoever_was_signed_out_copies_the_text_and_is_led_to_sign_in(
    reader: Visitor, blog: Blog
) -> None:
    page = reader.send(urls.new_post(blog), {"title": "Rain", "content": "It rained."})

    assert page.status_code == 400
    assert "It rained.</textarea>" in page.text
    assert f'class="button" href="{urls.login()}"' in page.text


def test_a_password_is_never_put_into_a_page(
    reader: Visitor, monkeypatch: pytest.MonkeyPatch, app: Flask
) -> None:
    monkeypatch.setattr(app, "testing", False)
    monkeypatch.setitem(app.view_functions, "sessions.create", lambda: abort(503))

    answer = reader.post("/auth/login", email="alice@example.org", password="a secret word")

    assert answer.status_code == 503
    assert "a secret word" not in answer.text


HOSTILE = {
    "many lines": "é\n" * 345_000,
    "brackets": "[" * 900_000,
    "links": "http://a" * 120_000,
    "references": '[a]: x "' + "&" * 8000 + '"\n\n' + "[a]" * 2600,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_text_that_takes_too_long_is_refused_beside_its_field(
    alice_browsing: Visitor, draft: Post, kind: str
) -> None:
    answer = alice_browsing.post(urls.edit(draft), content=HOSTILE[kind])

    assert answer.status_code == 422
    assert "takes too long to typeset" in answer.text.partition('id="content-error"')[2][:200]
    assert answer.text.count(HOSTILE[kind][:50].replace("&", "&amp;").replace('"', "&#34;")) > 0
    assert len(answer.text) > len(HOSTILE[kind])
    draft.refresh()
    assert draft.source == "It *rained* all day."


def test_a_long_honest_text_is_taken(alice_browsing: Visitor, draft: Post) -> None:
    words = "It *rained* all day, and [we](http://example.org/) read **books** about birds.\n\n"

    answer = alice_browsing.post(urls.edit(draft), content=words * 3000)

    assert answer.status_code == 302
    draft.refresh()
    assert draft.html.count("<em>") == 3000
