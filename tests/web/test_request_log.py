"""One line for each request."""

from __future__ import annotations

import json
import logging
import re
import threading
from pathlib import Path

import pytest
from flask import Flask

from blogsite import create_app, urls
from blogsite.database import Connection
from blogsite.models import Blog, Post, Registration
from blogsite.web import logs
from blogsite.web.logs import JSONFormatter, Stream
from config import Settings
from tests.support.app import settings_for_tests
from tests.support.factories import make_registration
from tests.support.visitor import Visitor

LINE = re.compile(r"(\S+) (\S+) (\d+) ([\d.]+) ms (\d+) queries ([0-9a-f]{16})")


Log = pytest.LogCaptureFixture


@pytest.fixture
def log(caplog: Log) -> Log:
    """What the request log says while the test runs."""
    caplog.set_level(logging.INFO, "blogsite.requests")
    return caplog


def lines(log: Log) -> list[logging.LogRecord]:
    return [one for one in log.records if one.name == "blogsite.requests"]


def facts(log: Log) -> list[dict[str, object]]:
    return [vars(one)["facts"] for one in lines(log)]


def test_a_request_is_one_line(reader: Visitor, published: Post, log: Log) -> None:
    answer = reader.get(urls.post(published) + "?from=feed")

    (record,) = lines(log)
    match = LINE.fullmatch(record.getMessage())
    assert match
    assert match.group(1, 2, 3, 5) == ("GET", urls.post(published), "200", "2")
    assert match[6] == answer.headers["X-Request-Id"]


@pytest.mark.parametrize(
    ("path", "status"), [("/", 200), ("/nothing", 404), ("/profile", 302), ("/healthz", 200)]
)
def test_each_answer_has_its_line(reader: Visitor, log: Log, path: str, status: int) -> None:
    reader.get(path)

    assert [(one["path"], one["status"]) for one in facts(log)] == [(path, status)]


def test_who_asks_for_a_head_is_not_taken_for_a_reader(
    reader: Visitor, published: Post, log: Log
) -> None:
    reader._ask("head", urls.post(published))

    assert [(one["method"], one["status"]) for one in facts(log)] == [("HEAD", 200)]


def test_a_forged_form_has_its_line_too(reader: Visitor, log: Log) -> None:
    reader.send("/auth/login", {"email": "x"})

    assert [(one["method"], one["status"]) for one in facts(log)] == [("POST", 400)]


def test_a_page_that_breaks_has_its_line_without_the_token(
    app: Flask,
    reader: Visitor,
    log: Log,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    token = make_registration("Erin").token
    monkeypatch.setattr(app, "testing", False)
    monkeypatch.setattr(Registration, "by_token", lambda _token: 1 / 0)

    assert reader.get(urls.activation(token)).status_code == 500

    assert [one["path"] for one in facts(log)] == ["/users/activate/…"]
    assert "ZeroDivisionError" in log.text
    assert token not in "".join(one.getMessage() for one in log.records)


def test_a_strange_path_breaks_no_line(reader: Visitor, log: Log) -> None:
    reader.get("/a%0Ab%1b[31m")

    assert facts(log)[0]["path"] == "/a\\nb\\x1b[31m"


def test_the_line_can_be_json(reader: Visitor, blog: Blog, log: Log) -> None:
    reader.get(urls.blog(blog))

    line = json.loads(JSONFormatter().format(lines(log)[-1]))
    assert (line["method"], line["path"], line["status"]) == ("GET", urls.blog(blog), 200)
    assert {"time", "level", "logger", "message", "ms", "queries", "request_id"} < set(line)


def test_json_tells_what_broke() -> None:
    try:
        _ = 1 / 0
    except ZeroDivisionError as error:
        trace = (type(error), error, error.__traceback__)
    record = logging.LogRecord("blogsite", logging.ERROR, "", 1, "broke: %s", ("é",), trace)

    line = json.loads(JSONFormatter().format(record))

    assert line["message"] == "broke: é"
    assert "ZeroDivisionError" in line["exception"]


@pytest.mark.parametrize(
    "path",
    [
        "/users/activate/x/",
        "/users/activate/x/y",
        "/Users/Activate/x",
        "/users/../users/activate/x",
        "/voucher/redeem/x",
    ],
)
def test_a_mistyped_link_leaves_no_token_either(reader: Visitor, log: Log, path: str) -> None:
    reader.get(path)

    assert str(facts(log)[0]["path"]).endswith("/…")


@pytest.mark.parametrize(("proxies", "believed"), [("1", True), ("0", False)])
def test_an_id_is_believed_from_a_trusted_proxy_only(
    app: Flask, settings: Settings, tmp_path: Path, proxies: str, believed: bool
) -> None:
    own = settings_for_tests(tmp_path, mongo_uri=settings.mongo_uri, TRUSTED_PROXIES=proxies)
    client = create_app(own, connection=Connection(own)).test_client()

    answer = client.get("/healthz", headers={"X-Request-Id": "abc-123"})
    nonsense = client.get("/healthz", headers={"X-Request-Id": "a b\tc" * 50})

    assert (answer.headers["X-Request-Id"] == "abc-123") is believed
    assert re.fullmatch("[0-9a-f]{16}", nonsense.headers["X-Request-Id"])


def test_the_formats_are_chosen_by_the_settings(settings: Settings, tmp_path: Path) -> None:
    root = logging.getLogger()
    before = root.handlers[:]
    try:
        for name in ("json", "text"):
            own = settings_for_tests(tmp_path, mongo_uri=settings.mongo_uri, LOG_FORMAT=name)
            create_app(own, connection=Connection(own))
            (handler,) = [one for one in root.handlers if isinstance(one, Stream)]
            assert isinstance(handler.formatter, JSONFormatter) is (name == "json")
    finally:
        root.handlers[:] = before


def test_werkzeugs_own_lines_are_left_out(site: Flask) -> None:
    (filtering,) = logging.getLogger("werkzeug").filters
    spoken = logging.LogRecord(
        "werkzeug",
        logging.INFO,
        "",
        1,
        '127.0.0.1 - "GET /users/activate/x HTTP/1.1" 200',
        (),
        None,
    )
    started = logging.LogRecord("werkzeug", logging.INFO, "", 1, "Running on http://x", (), None)

    assert not filtering.filter(spoken)  # type: ignore[union-attr]
    assert filtering.filter(started)  # type: ignore[union-attr]


def test_what_breaks_a_process_is_a_line_of_json_where_all_are(
    monkeypatch: pytest.MonkeyPatch, caplog: Log, capsys: pytest.CaptureFixture[str]
) -> None:
    error = ValueError("no")
    logs.broke(ValueError, error, None)
    logs.say("a sentence")
    assert capsys.readouterr().err == "ValueError: no\na sentence\n"

    monkeypatch.setattr(Stream, "all_in_json", True)
    logs.broke(ValueError, error, None)
    logs.say("a sentence")
    logs._thread_broke(threading.ExceptHookArgs((ValueError, error, None, None)))
    told = [(one.getMessage(), bool(one.exc_info)) for one in caplog.records]
    assert told == [("broke", True), ("a sentence", False), ("a thread broke", True)]
