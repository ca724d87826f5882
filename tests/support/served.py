"""The site behind a real port, with a job worker: what journeys walk through."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from blogsite import create_app, jobs
from blogsite.database import Connection
from config import Settings
from tests.support.app import settings_for_tests
from tests.support.mongod import clean
from tests.support.ports import free_port


@pytest.fixture
def served_port() -> int:
    return free_port()


@pytest.fixture
def served_environment() -> dict[str, str]:
    """What else the environment of that site says; a module may have its own."""
    return {}


@pytest.fixture
def served(
    connection: Connection,
    mongo_uri: str,
    tmp_path: Path,
    served_port: int,
    served_environment: dict[str, str],
) -> Iterator[Settings]:
    """The settings of a site that answers at its `base_url`, with an empty database."""
    port = served_port
    settings = settings_for_tests(
        tmp_path, mongo_uri=mongo_uri, PORT=str(port), **served_environment
    )
    app = create_app(settings, connection=connection)
    with app.app_context():
        connection.database  # noqa: B018 (opened before two threads want it)
        with _answering(app, port), _working(app):
            yield settings
        clean(connection.database)


@contextmanager
def _answering(app: Flask, port: int) -> Iterator[None]:
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=_Quiet)
    thread = Thread(target=server.serve_forever, name="site")
    thread.start()
    yield
    server.shutdown()
    thread.join()
    server.server_close()


class _Quiet(WSGIRequestHandler):
    def log_request(self, *_: object) -> None: ...


@contextmanager
def _working(app: Flask) -> Iterator[None]:
    stop = Event()

    def work() -> None:
        with app.app_context():
            jobs.work(until=stop.wait, poll=0.05)

    thread = Thread(target=work, name="job worker")
    thread.start()
    yield
    stop.set()
    thread.join()
