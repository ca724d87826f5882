"""Whether the deployment that `MONGO_URI` names will do, said before anything leans on it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, NoReturn
from urllib.parse import quote

from pymongo import MongoClient, ReadPreference
from pymongo.errors import ConfigurationError, InvalidURI, OperationFailure, PyMongoError
from pymongo.uri_parser import parse_uri

from blogsite.database.errors import DatabaseRefused

_PATIENCE = 5.0
_WIRE_VERSION = 17  # MongoDB 6.0
_HELP = "MONGO_URI has to name a replica set of MongoDB 6.0 or newer; one node will do."

Host = tuple[str, int | None]


def check(uri: str) -> None:
    """Make sure that an address leads to a deployment that can be used, within a few seconds.

    Arguments:
        uri: what `MONGO_URI` says; it may hold a password, so no refusal repeats it.

    Raises:
        DatabaseRefused: it is misspelt, unreachable, a standalone, too old or refuses the password.
    """
    parts = _parse(uri)
    host, hello = _first_answer(parts)
    _check_version(host, hello, parts)
    _check_topology(host, hello, parts["options"].get("replicaSet"))
    _check_access(uri, host)


def _parse(uri: str) -> dict[str, Any]:
    try:
        return dict(parse_uri(uri))
    except ConfigurationError as error:
        if uri.startswith("mongodb+srv://") and not isinstance(error, InvalidURI):
            raise DatabaseRefused(
                "The name in MONGO_URI has no MongoDB servers in the DNS. " + _HELP
            ) from None
        _refuse_spelling()
    except (PyMongoError, ValueError):
        _refuse_spelling()


def _refuse_spelling() -> NoReturn:
    raise DatabaseRefused(
        "MONGO_URI cannot be read: check its spelling, and percent-encode the characters "
        ": / ? # [ ] @ in user name and password."
    ) from None


def _first_answer(parts: Mapping[str, Any]) -> tuple[Host, dict[str, Any]]:
    """What the first host that can be reached says about itself; no password is needed for it."""
    hosts: list[Host] = list(parts["nodelist"])
    deadline = time.monotonic() + _PATIENCE
    for index, host in enumerate(hosts):
        seconds = max((deadline - time.monotonic()) / (len(hosts) - index), 0.2)
        hello = _hello(host, parts["options"], seconds)
        if hello is not None:
            return host, hello
    names = ", ".join(map(_name, hosts))
    raise DatabaseRefused(f"No MongoDB answers at {names}. Is it running? {_HELP}")


def _hello(host: Host, options: Mapping[str, Any], seconds: float) -> dict[str, Any] | None:
    with _direct_client(host, options, seconds) as client:
        try:
            return dict(client.admin.command("hello"))
        except ConfigurationError:  # pymongo itself speaks to nothing as old as this
            return {"maxWireVersion": 0}
        except PyMongoError:
            return None


def _direct_client(
    host: Host, options: Mapping[str, Any], seconds: float
) -> MongoClient[dict[str, Any]]:
    milliseconds = int(seconds * 1000)
    return MongoClient(
        _address(host),
        directConnection=True,
        serverSelectionTimeoutMS=milliseconds,
        connectTimeoutMS=milliseconds,
        socketTimeoutMS=milliseconds,
        **{name: value for name, value in options.items() if name.lower().startswith("tls")},
    )


def _check_version(host: Host, hello: Mapping[str, Any], parts: Mapping[str, Any]) -> None:
    if hello.get("maxWireVersion", 0) < _WIRE_VERSION:
        version = _version(host, parts["options"])
        raise DatabaseRefused(
            f"The MongoDB at {_name(host)} is too old{version}. Upgrade it: 6.0 is the oldest "
            "that will do."
        )


def _version(host: Host, options: Mapping[str, Any]) -> str:
    with _direct_client(host, options, 1) as client:
        try:
            return f" ({client.server_info()['version']})"
        except (PyMongoError, LookupError):
            return ""


def _check_topology(host: Host, hello: Mapping[str, Any], wanted: str | None) -> None:
    name = hello.get("setName")
    if hello.get("msg") == "isdbgrid":
        return
    if name is None:
        raise DatabaseRefused(_way_to_replica_set(host, hello, wanted or "rs0"))
    if wanted is not None and wanted != name:
        raise DatabaseRefused(
            f"MONGO_URI asks for the replica set {wanted}, but {_name(host)} belongs to {name}: "
            f"set replicaSet={name}."
        )


def _way_to_replica_set(host: Host, hello: Mapping[str, Any], name: str) -> str:
    initiate = f"mongosh {_address(host)} --eval 'rs.initiate()'"
    if hello.get("isreplicaset"):
        return f"The replica set at {_name(host)} is not initiated. Do it once: {initiate}"
    return (
        f"The MongoDB at {_name(host)} is a standalone; a replica set is needed, and one node "
        f"will do. Start it as one: mongod --replSet {name} (or replSetName: {name} under "
        f"replication: in mongod.conf), then once: {initiate}"
    )


def _check_access(uri: str, host: Host) -> None:
    milliseconds = int(_PATIENCE * 1000)
    client: MongoClient[dict[str, Any]] = MongoClient(uri, serverSelectionTimeoutMS=milliseconds)
    with client:
        try:
            client.admin.command("ping", read_preference=ReadPreference.NEAREST)
        except OperationFailure:
            raise DatabaseRefused(
                f"The MongoDB at {_name(host)} refuses the user name or the password in MONGO_URI."
            ) from None
        except PyMongoError:
            raise DatabaseRefused(
                f"The MongoDB at {_name(host)} answers, but not by the names that its replica set "
                "gives its members: make those resolvable from here (rs.conf() shows them)."
            ) from None


def _name(host: Host) -> str:
    name, port = host
    if port is None:
        return name
    return f"[{name}]:{port}" if ":" in name else f"{name}:{port}"


def _address(host: Host) -> str:
    return "mongodb://" + (quote(host[0], safe="") if host[1] is None else _name(host))
