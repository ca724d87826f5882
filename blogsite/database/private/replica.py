"""The replica set of one that every private database is."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from blogsite.database.private.place import SOCKET

_PAUSE = 0.01
_MILLISECONDS = 2000
_ALREADY_INITIALIZED = 23


def await_primary(uri: str, *, deadline: float, running: Callable[[], bool]) -> bool:
    """Wait until the one member takes writes; a new one is told its configuration first.

    Returns:
        Whether it does; False also as soon as it no longer runs.
    """
    client: MongoClient[dict[str, Any]] = MongoClient(
        uri,
        serverSelectionTimeoutMS=_MILLISECONDS,
        connectTimeoutMS=_MILLISECONDS,
        socketTimeoutMS=_MILLISECONDS * 5,
    )
    with client:
        while time.monotonic() < deadline:
            if _is_primary(client):
                return True
            if not running():
                return False
            time.sleep(_PAUSE)
    return False


def _is_primary(client: MongoClient[dict[str, Any]]) -> bool:
    try:
        hello = client.admin.command("hello")
        if not hello.get("setName"):
            _initiate(client)
    except PyMongoError:
        return False
    return bool(hello.get("isWritablePrimary"))


def _initiate(client: MongoClient[dict[str, Any]]) -> None:
    members = [{"_id": 0, "host": f"./{SOCKET}"}]
    try:
        client.admin.command("replSetInitiate", {"_id": "rs0", "members": members})
    except OperationFailure as failure:
        if failure.code != _ALREADY_INITIALIZED:
            raise
