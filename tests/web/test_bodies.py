"""What is left of a body is read and thrown away before the answer, whatever the server."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import pytest
from flask import Flask, Response, request

from blogsite.web.bodies import MOST_DISCARDED, Bodies

MIB = 1024 * 1024
MOST = MIB


class Plain(Response):
    """No page of ours."""

    default_mimetype = "text/plain"


class Sent(io.BytesIO):
    """A body, of which one can ask how much of it was taken."""

    @property
    def taken(self) -> int:
        return self.tell()


@pytest.fixture
def echo() -> Flask:
    """An app of two addresses: one counts what it is sent, one does not look at it."""
    app = Flask("echo")
    app.response_class = Plain
    app.config["MAX_CONTENT_LENGTH"] = MOST
    app.wsgi_app = Bodies(app.wsgi_app, most=MOST)  # type: ignore[method-assign]
    app.add_url_rule("/count", "count", lambda: str(len(request.get_data())), methods=["POST"])
    app.add_url_rule("/lines", "lines", _lines, methods=["POST"])
    app.add_url_rule("/ignore", "ignore", lambda: "ignored", methods=["POST"])
    return app


def _lines() -> str:
    stream = request.environ["wsgi.input"]
    return repr([stream.readline(), stream.readline(2), *stream.readlines()])


def ask(app: Flask, path: str, body: Sent, **environ: Any) -> tuple[int, bytes]:
    said: list[str] = []

    def start(status: str, _headers: Any, _error: Any = None) -> Any:
        said.append(status)

    base = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "SERVER_NAME": "x",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        "wsgi.input": body,
        "wsgi.errors": io.StringIO(),
    }
    answer: Iterable[bytes] = app({**base, **environ}, start)
    return int(said[0][:3]), b"".join(answer)


def test_a_body_arrives_whole(echo: Flask) -> None:
    body = Sent(b"x" * 200_000)

    assert ask(echo, "/count", body, CONTENT_LENGTH="200000") == (200, b"200000")


def test_a_body_may_be_read_by_lines(echo: Flask) -> None:
    answer = ask(echo, "/lines", Sent(b"a\nbcd\ne"), CONTENT_LENGTH="7")

    assert answer == (200, repr([b"a\n", b"bc", b"d\n", b"e"]).encode())


def test_too_much_is_refused_and_read_to_its_end(echo: Flask) -> None:
    body = Sent(b"x" * 5 * MIB)

    status, _ = ask(echo, "/count", body, CONTENT_LENGTH=str(5 * MIB))

    assert (status, body.taken) == (413, 5 * MIB)


@pytest.mark.parametrize(("size", "status"), [(MOST, 200), (MOST + 1, 413), (3 * MOST, 413)])
def test_too_much_without_a_length_is_not_cut_but_refused(
    echo: Flask, size: int, status: int
) -> None:
    body = Sent(b"x" * size)
    chunked = {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}

    assert ask(echo, "/count", body, **chunked)[0] == status
    assert body.taken == size


def test_what_nobody_looks_at_is_read_too(echo: Flask) -> None:
    body = Sent(b"x" * MIB)

    assert ask(echo, "/ignore", body, CONTENT_LENGTH=str(MIB)) == (200, b"ignored")
    assert body.taken == MIB


def test_far_too_much_is_not_read_at_all(echo: Flask) -> None:
    body = Sent(b"x" * MIB)

    status, _ = ask(echo, "/count", body, CONTENT_LENGTH=str(MOST_DISCARDED + 1))

    assert (status, body.taken) == (413, 0)


def test_half_a_body_is_none(echo: Flask) -> None:
    status, _ = ask(echo, "/count", Sent(b"half"), CONTENT_LENGTH="8")

    assert status == 400


def test_without_any_sign_of_an_end_nothing_is_read(echo: Flask) -> None:
    body = Sent(b"x" * 100)

    ask(echo, "/ignore", body, HTTP_TRANSFER_ENCODING="chunked")

    assert body.taken == 0
