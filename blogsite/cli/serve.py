"""`python app.py`: the site, its job worker and its database, started and stopped as one."""

from __future__ import annotations

import errno
import importlib
import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection, HTTPException
from types import TracebackType

import click
from flask import Flask
from pymongo.errors import PyMongoError

from blogsite.cli.claim import SiteRefused, claimed
from blogsite.cli.programs import job_worker, web_server
from blogsite.database import connection, deployment
from blogsite.database.errors import DatabaseRefused
from blogsite.database.private import PrivateMongo, may_start
from blogsite.lib import ports
from blogsite.lib.follower import exit_on_signals
from blogsite.lib.supervisor import Lifeline, Program, Signals, stop_all
from blogsite.models import administration
from blogsite.web import logs
from config import SettingRefused, Settings

_GRACE = 10.0
_ENOUGH_FAILURES = 5
_REFUSALS = (SettingRefused, DatabaseRefused, SiteRefused)


def main(build: Callable[[], Flask]) -> int:
    """Serve until told to stop.

    Arguments:
        build: makes the app, for the server that runs in this very process.

    Returns:
        The exit status.
    """
    with refusals_told():
        settings = Settings.load()
        logs.take_over(settings)
        if sys.platform == "win32":
            return serve_here(settings, build)
        return Launcher(settings, build).run()


@contextmanager
def refusals_told() -> Iterator[None]:
    """Let a refusal end this process with its sentence instead of a stack trace, and status 1.

    That of a command as well, which opens the database long after the app was built. A process
    that runs by itself also learns to tidy up when it is told to stop.
    """
    sys.excepthook = _excepthook
    if may_start():
        exit_on_signals()
    try:
        yield
    except _REFUSALS as refusal:
        logs.say(refusal)
        sys.exit(1)


def serve_here(settings: Settings, build: Callable[[], Flask]) -> int:
    """Serve from one process with waitress, where there are neither forks nor a private mongod."""
    if settings.mongo_uri is None:
        raise DatabaseRefused(
            "There is no private database on this system. "
            "Set MONGO_URI to the address of a MongoDB replica set; one node will do."
        )
    with listening(settings):
        deployment.check(settings.mongo_uri)
    waitress = importlib.import_module("waitress")
    worker = job_worker(settings, environment=dict(os.environ), descriptors=())
    worker.tend()
    try:
        _announce(settings, build)
        waitress.serve(build(), host=settings.host, port=settings.port, threads=settings.threads)
    finally:
        stop_all([worker], grace=_GRACE)
    return 0


class Launcher:
    """What `make run` starts, watches over and stops: one running site."""

    def __init__(self, settings: Settings, build: Callable[[], Flask]) -> None:
        self._settings = settings
        self._build = build
        self._private: PrivateMongo | None = None
        self._announced = False

    def run(self) -> int:
        with Signals() as signals:
            try:
                self._serve(signals)
            except DatabaseRefused:
                # Told to stop while it started, mongod was perhaps told so too.
                if not signals.stopping:
                    raise
        return 0

    def _serve(self, signals: Signals) -> None:
        with ExitStack() as stack:
            claim = stack.enter_context(claimed(self._settings))
            listener = stack.enter_context(listening(self._settings))
            lifeline = stack.enter_context(Lifeline())
            environment = self._environment(lifeline)
            descriptors = (lifeline.reader, claim.fileno())
            web = web_server(
                self._settings, listener, environment=environment, descriptors=descriptors
            )
            worker = job_worker(self._settings, environment=environment, descriptors=descriptors)
            stack.enter_context(self._database())
            stack.enter_context(_stopping(listener, [web, worker]))
            self._watch(signals, web, worker)

    def _environment(self, lifeline: Lifeline) -> dict[str, str]:
        # The programs run in another folder: a relative DATA_DIR would lead them astray.
        return lifeline.environment({**os.environ, "DATA_DIR": str(self._settings.data_dir)})

    @contextmanager
    def _database(self) -> Iterator[None]:
        if self._settings.mongo_uri is not None:
            deployment.check(self._settings.mongo_uri)
            yield
            return
        self._private = PrivateMongo(self._settings.data_dir, mongod=self._settings.mongod)
        self._private.attach()
        try:
            yield
        finally:
            self._private.release()

    def _watch(self, signals: Signals, web: Program, worker: Program) -> None:
        while not signals.stopping:
            self._tend(web)
            self._tend(worker)
            self._keep_database()
            if web.failures >= _ENOUGH_FAILURES:
                raise SiteRefused(
                    f"The web server ended {web.failures} times at once; the messages above say "
                    "why. The site is stopped."
                )
            self._announce_when_ready()
            signals.wait(0.5 if self._announced else 0.05)

    def _tend(self, program: Program) -> None:
        status = program.tend()
        if status is not None:
            logs.say(f"The {program.name} ended (status {status}); it is started again.")

    def _keep_database(self) -> None:
        try:
            if self._private is not None and self._private.keep_alive():
                logs.say("mongod had ended; it was started again.")
        except DatabaseRefused as refusal:
            logs.say(refusal)

    def _announce_when_ready(self) -> None:
        if not self._announced and answers(self._settings):
            _announce(self._settings, self._build)
            self._announced = True


@contextmanager
def listening(settings: Settings) -> Iterator[socket.socket]:
    """Hold the port from the first moment to the last: nothing can take it meanwhile.

    Raises:
        SiteRefused: it cannot be had.
    """
    try:
        listener = ports.listen(settings.host, settings.port)
    except OSError as error:
        raise SiteRefused(_no_port(settings, error)) from None
    with listener:
        yield listener


def answers(settings: Settings) -> bool:
    """Whether the site, and the database through it, answers by now."""
    return all(_answers(settings, path) for path in ("/healthz", "/readyz"))


def _answers(settings: Settings, path: str) -> bool:
    connection = HTTPConnection(ports.reachable(settings.host), settings.port, timeout=1)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _announce(settings: Settings, build: Callable[[], Flask]) -> None:
    click.echo(f"Blogsite is at {settings.base_url}")
    # On loopback the first account to be activated administers: no link is needed.
    if not settings.on_loopback and (link := _setup_link(build())):
        click.echo(f"It has no administrator yet. Whoever opens this link becomes it:\n{link}")
    if settings.mail_server is None:
        click.echo(f"Letters are kept in {settings.mail_dir}")
    click.echo("Ctrl-C stops it.")


def _setup_link(app: Flask) -> str | None:
    with app.app_context():
        try:
            return administration.setup_link()
        except PyMongoError:
            return None
        finally:
            connection().close()


@contextmanager
def _stopping(listener: socket.socket, programs: list[Program]) -> Iterator[None]:
    try:
        yield
    finally:
        listener.close()
        stop_all(programs, grace=_GRACE)


def _no_port(settings: Settings, error: OSError) -> str:
    host, port = settings.host, settings.port
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return f"HOST is {host!r}, which is no address of this machine: 127.0.0.1 always is one."
    if error.errno == errno.EADDRINUSE:
        return (
            f"PORT {port} is taken by another program. "
            f"Choose another one, such as: PORT={_neighbour(port)} make run"
        )
    if error.errno == errno.EACCES:
        return f"PORT {port} may not be used by this user: choose one from 1024 to 65535."
    return f"The site cannot listen on {host}, PORT {port}: {error.strerror}."


def _excepthook(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if issubclass(kind, _REFUSALS):
        logs.say(error)
    else:
        logs.broke(kind, error, trace)


def _neighbour(port: int) -> int:
    return port + 1 if port < 65535 else port - 1
