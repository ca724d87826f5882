"""The page cache as tests look at it."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any
from unittest.mock import patch

from flask import Flask
from werkzeug.test import TestResponse

from blogsite import urls
from blogsite.database import connection
from blogsite.database.generations import note
from blogsite.web.page_cache.middleware import EXTENSION, PageCache
from tests.support.visitor import Visitor

PATIENCE = 20.0


def cache_of(app: Flask) -> PageCache:
    found: PageCache = app.extensions[EXTENSION]
    return found


def ready(app: Flask) -> PageCache:
    """An empty cache that hears what others change."""
    cache = cache_of(app)
    Visitor(app).get(urls.home())
    wait_until(lambda: cache.follower is not None and cache.follower.hears)
    settle(app)
    cache.store.clear()
    return cache


def settle(app: Flask) -> None:
    """Wait until the stream has told of all that was changed up to now."""
    word = secrets.token_hex(8)
    with app.app_context():
        numbers = connection().shared.numbers
        assert numbers is not None
        seen = numbers.noted(numbers.look(), [word])[1:]
        note(connection().database, [word])
    wait_until(lambda: not numbers.unchanged(seen))


def said(answer: TestResponse) -> str:
    """What an answer says of the cache."""
    return answer.headers.get("Cache-Status", "").removeprefix("blogsite; ")


def keep(app: Flask, reader: Visitor, path: str, **options: Any) -> TestResponse:
    """Let a page be kept, and get it from memory."""
    settle(app)
    answers = [reader.get(path, **options) for _ in range(2)]
    # A machine that is busy elsewhere may not hear the stream for a moment.
    deadline = time.monotonic() + PATIENCE
    while said(answers[-1]) != "hit":
        assert time.monotonic() < deadline, f"{path} was never kept"
        answers.append(reader.get(path, **options))
    return answers[-1]


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "that never came true"
        time.sleep(0.01)


@contextmanager
def not_hearing(app: Flask) -> Iterator[PageCache]:
    """The stream is lost and does not come back."""
    cache = cache_of(app)
    follower = cache.follower
    assert follower is not None
    follower.end()
    # Whoever makes a page would let it be followed again.
    with patch.object(follower, "begin"):
        yield cache
    follower.begin()


def meanwhile(act: Callable[[], object], app: Flask) -> None:
    """Somebody else does something while a page is being made."""

    def run() -> None:
        with app.app_context():
            act()

    thread = Thread(target=run)
    thread.start()
    thread.join()
