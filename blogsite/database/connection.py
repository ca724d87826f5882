"""The way to the database: opened by whoever needs it first, in each process its own."""

from __future__ import annotations

import atexit
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from threading import Lock
from typing import Any

import pymongo
from flask import Flask, current_app, has_request_context
from flask_pymongo import PyMongo
from pymongo import MongoClient
from pymongo.client_session import ClientSession
from pymongo.collection import Collection
from pymongo.database import Database
from pymongo.errors import PyMongoError
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from blogsite.database import deployment, generations, indexes
from blogsite.database.counting import Counter
from blogsite.database.opening import Opening
from blogsite.database.outage import DatabaseAway, Outage, is_away
from blogsite.database.private import PrivateMongo, may_start
from blogsite.database.shared_numbers import SharedNumbers
from config import Settings

Documents = Collection[dict[str, Any]]

EXTENSION = "blogsite.database"
NAME = "blogsite"
DURABLE = WriteConcern("majority", j=True)
QUICK = WriteConcern(1)

_GLANCE = 0.5  # seconds

in_transaction: ContextVar[bool] = ContextVar("in_transaction", default=False)


class Connection:
    """One process's connection: to `MONGO_URI`, or to the private database.

    Arguments:
        settings: where the database is.
        timeout: seconds that one operation, or all of a visitor's transaction, may take before
            the database counts as away. Visitors then hear so at once until it is back.
    """

    def __init__(self, settings: Settings, *, timeout: float = 2.0) -> None:
        self._settings = settings
        self._timeout = timeout
        self._lock = Lock()
        self._private: PrivateMongo | None = None
        self._mongo: PyMongo | None = None
        self._ready = False
        self._outage = Outage(self._ask)
        self._opening = Opening(self._make_ready, patience=timeout)
        self._left_open: list[Mapping[str, Any]] = []
        self._companions: list[Callable[[], None]] = []
        self.shared = SharedNumbers(settings)

    def bind(self, app: Flask) -> None:
        """Make this the connection of an app."""
        self._app = app
        app.extensions[EXTENSION] = self

    @property
    def database(self) -> Database[dict[str, Any]]:
        """The database, with the indexes that the models declare.

        Raises:
            DatabaseRefused: there is no way to get one, such as no mongod on this machine.
            DatabaseAway: a visitor would wait in vain.
        """
        if has_request_context():
            self._keep_visitors_moving()
        elif not self._ready:
            self._make_ready()
        return _opened(self._mongo)

    @property
    def as_found(self) -> Database[dict[str, Any]]:
        """The database as it is, without making an index.

        Raises:
            DatabaseRefused: as `database` does.
        """
        with self._lock:
            if self._mongo is None:
                self._mongo = self._open()
            return _opened(self._mongo)

    def close(self) -> None:
        """Let go of the database; the last one out of a private one stops it."""
        for end in self._companions:
            end()
        with self._lock:
            if self._mongo is not None and self._mongo.cx is not None:
                self._mongo.cx.close()
            self._mongo, self._ready = None, False
            if self._private is not None:
                self._private.release()
            self._private = None

    @contextmanager
    def transaction(self) -> Iterator[ClientSession | None]:
        """Commit what is done inside, or nothing of it; every query inside belongs to it."""
        with (
            self.in_time(),
            self.database.client.start_session() as session,
            session.bind(),
            self._settling(session),
            session.start_transaction(read_concern=ReadConcern("snapshot"), write_concern=DURABLE),
        ):
            yield session

    def in_time(self) -> AbstractContextManager[None]:
        """Give all that is asked inside together as long as one operation, if a visitor waits."""
        return pymongo.timeout(self._timeout) if has_request_context() else nullcontext()

    def notice(self, error: PyMongoError) -> None:
        """Somebody was let down: let the others know, if it was because the database is away."""
        if is_away(error):
            self._outage.begin()

    def before_closing(self, end: Callable[[], None]) -> None:
        """Do something first whenever this is closed, such as ending a thread that uses it."""
        self._companions.append(end)

    def another_client(self, **options: Any) -> MongoClient[dict[str, Any]]:
        """A client beside the usual one, for who waits in a manner of his own; to be closed by him.

        Arguments:
            options: of `MongoClient`.

        Raises:
            DatabaseRefused: as `database` does.
        """
        _made = self.as_found  # which starts or finds a private one
        return MongoClient(self._address, tz_aware=True, **options)

    def _tell(self, names: set[str]) -> None:
        """Something was changed outside of any transaction: tell of it at once."""
        generations.stamp(self.shared.numbers, names)
        generations.note(self.as_found, names)

    def _keep_visitors_moving(self) -> None:
        if self._outage.lasting:
            raise DatabaseAway("it did not answer a moment ago")
        if not self._ready:
            self._opening.wait()

    def _make_ready(self) -> None:
        database = self.as_found
        with self._lock:
            if not self._ready:
                indexes.create_all(database)
                self._ready = True

    @contextmanager
    def _settling(self, session: ClientSession) -> Iterator[None]:
        try:
            yield
        except PyMongoError as error:
            if is_away(error):
                self._left_open.append(session.session_id)
                self._outage.begin()
            raise

    def _ask(self) -> None:
        """Whether it is back; what was left half done there would lock its documents for a minute.

        Raises:
            PyMongoError: it is not.
        """
        if self._mongo is None:
            return
        client, left = _opened(self._mongo).client, list(self._left_open)
        with pymongo.timeout(_GLANCE):
            client.admin.command("ping")
            if left:
                client.admin.command("killSessions", left)
        del self._left_open[: len(left)]

    def _open(self) -> PyMongo:
        mongo = PyMongo()
        self._address = self._uri()
        mongo.init_app(
            self._app,
            self._address,
            tz_aware=True,
            event_listeners=[Counter(), generations.Changes(self._tell)],
            timeoutMS=int(self._timeout * 1000),
            serverSelectionTimeoutMS=int(self._timeout * 1000),
            connectTimeoutMS=int(self._timeout * 1000),
        )
        if mongo.db is None and mongo.cx is not None:
            mongo.db = mongo.cx[NAME]
        return mongo

    def _uri(self) -> str:
        if self._settings.mongo_uri:
            # A web worker's parent has checked it already.
            if may_start():
                deployment.check(self._settings.mongo_uri)
            return self._settings.mongo_uri
        self._private = PrivateMongo(self._settings.data_dir, mongod=self._settings.mongod)
        self._private.attach(may_start=may_start())
        atexit.register(self.close)
        return self._private.uri(database=NAME)


def connection() -> Connection:
    """The connection of the current app."""
    found: Connection = current_app.extensions[EXTENSION]
    return found


def collection(name: str, *, quick: bool = False) -> Documents:
    """A collection of the current app's database.

    Arguments:
        name: the collection's.
        quick: acknowledge a write before it is safe on disk: for marks that may be lost.
    """
    if in_transaction.get():
        # Inside a transaction the commit says how safely it is written, each write must not.
        return connection().database[name]
    concern = QUICK if quick else DURABLE
    return connection().database.get_collection(name, write_concern=concern)


def _opened(mongo: PyMongo | None) -> Database[dict[str, Any]]:
    if mongo is None or mongo.db is None:
        raise LookupError("the database is not open")
    return mongo.db
