"""The restore of docs/operations.md: copied data files become the database of a site elsewhere."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.errors import AutoReconnect

from blogsite.database.private import binary
from config import Settings
from tests.processes.running import RunningSite
from tests.support.ports import free_port

pytestmark = pytest.mark.processes

CREATE = ("user", "create", "alice@example.com", "--password", "correct horse battery staple")
PATIENCE = 30


def test_a_sites_data_files_serve_as_a_replica_set_elsewhere(tmp_path: Path) -> None:
    private = RunningSite(tmp_path / "private")
    assert private.flask(*CREATE).returncode == 0
    restored = tmp_path / "restored"
    shutil.copytree(private.data_dir / "mongo" / "data", restored)

    with _mongod(restored) as alone:
        alone.drop_database("local")
    with _mongod(restored, "--replSet", "rs0") as one:
        port = one.address[1] if one.address else 0
        _initiate(one, port)
        uri = f"mongodb://127.0.0.1:{port}/blogsite?replicaSet=rs0"
        listed = RunningSite(tmp_path / "public", MONGO_URI=uri).flask("user", "list")

    assert "alice@example.com" in listed.stdout, listed.stderr


@contextmanager
def _mongod(folder: Path, *options: str) -> Iterator[MongoClient[dict[str, Any]]]:
    """A mongod on these files, stopped in the orderly way."""
    port = free_port()
    program = binary.find(Settings.load().mongod)
    where = ("--dbpath", str(folder), "--bind_ip", "127.0.0.1", "--port", str(port))
    size = ("--wiredTigerCacheSizeGB", "0.25", "--oplogSize", "64")
    process = subprocess.Popen([program, *where, *size, *options], stdout=subprocess.DEVNULL)
    try:
        with MongoClient("127.0.0.1", port, directConnection=True) as client:
            client.admin.command("ping")
            yield client
            with suppress(AutoReconnect):
                client.admin.command("shutdown", timeoutSecs=1)
        process.wait(PATIENCE)
    finally:
        process.kill()
        process.wait(PATIENCE)


def _initiate(client: MongoClient[dict[str, Any]], port: int) -> None:
    member = {"_id": 0, "host": f"127.0.0.1:{port}"}
    client.admin.command("replSetInitiate", {"_id": "rs0", "members": [member]})
    deadline = time.monotonic() + PATIENCE
    while not client.admin.command("hello")["isWritablePrimary"]:
        assert time.monotonic() < deadline
        time.sleep(0.05)
