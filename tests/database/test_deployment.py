"""A deployment that will not do is refused in one sentence, before anything leans on it."""

from __future__ import annotations

import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import Any
from urllib.parse import quote

import bson
import pytest
from pymongo import MongoClient

from blogsite.database import deployment
from blogsite.database.errors import DatabaseRefused
from blogsite.database.private import binary
from tests.support.ports import free_port

REPLICA_SET = {"maxWireVersion": 17, "setName": "rs0", "hosts": ["127.0.0.1"], "secondary": True}


@pytest.fixture(autouse=True)
def _little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deployment, "_PATIENCE", 3.0)


class Impostor(ThreadingTCPServer):
    """Answers every command as it is told to, in MongoDB's wire protocol."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, hello: dict[str, Any], *others: dict[str, Any]) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.hello = {"ok": 1, "minWireVersion": 0, "isWritablePrimary": True, **hello}
        self.other = {"ok": 1, **(others[0] if others else {})}

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"


class _Conversation(BaseRequestHandler):
    server: Impostor

    def handle(self) -> None:
        while header := self._receive(16):
            length, request, _, kind = struct.unpack("<4i", header)
            self._answer(request, kind, self._receive(length - 16))

    def _answer(self, request: int, kind: int, body: bytes) -> None:
        greeting = b"hello\0" in body or b"ismaster\0" in body.lower()
        document = bson.encode(self.server.hello if greeting else self.server.other)
        opcode, prefix = 2013, struct.pack("<iB", 0, 0)
        if kind == 2004:
            opcode, prefix = 1, struct.pack("<iqii", 8, 0, 0, 1)
        length = 16 + len(prefix) + len(document)
        header = struct.pack("<4i", length, 0, request, opcode)
        self.request.sendall(header + prefix + document)

    def _receive(self, size: int) -> bytes:
        received = b""
        while len(received) < size and (part := self.request.recv(size - len(received))):
            received += part
        return received


@contextmanager
def impostor(hello: dict[str, Any], *others: dict[str, Any]) -> Iterator[str]:
    with Impostor(hello, *others) as server:
        server.hello.setdefault("me", server.address)
        if "hosts" in server.hello:
            server.hello["hosts"] = [server.address]
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield server.address
        finally:
            server.shutdown()


@contextmanager
def real_mongod(folder: Path, *flags: str) -> Iterator[str]:
    socket = folder / "m.sock"
    command = [binary.find(None), "--dbpath", str(folder), "--port", "0", "--bind_ip", str(socket)]
    command += ["--unixSocketPrefix", str(folder), *flags]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as mongod:
        try:
            while not socket.exists():
                assert mongod.poll() is None
            uri = f"mongodb://{quote(str(socket), safe='')}"
            # A busy machine takes its time between the socket and the first answer.
            with MongoClient[dict[str, object]](uri, directConnection=True) as client:
                client.admin.command("ping")
            yield uri
        finally:
            mongod.kill()


def refusal(uri: str) -> str:
    with pytest.raises(DatabaseRefused) as refused:
        deployment.check(uri)
    return str(refused.value)


def test_a_replica_set_of_one_will_do(mongo_uri: str) -> None:
    deployment.check(mongo_uri)


def test_a_router_of_a_sharded_cluster_will_do() -> None:
    with impostor({"maxWireVersion": 21, "msg": "isdbgrid"}) as address:
        deployment.check(f"mongodb://{address}/blogsite")


def test_a_standalone_is_told_how_to_become_a_replica_set(tmp_path: Path) -> None:
    with real_mongod(tmp_path) as uri:
        sentence = refusal(f"{uri}/blogsite")

    assert "is a standalone" in sentence
    assert "mongod --replSet rs0" in sentence
    assert f"mongosh {uri} --eval 'rs.initiate()'" in sentence


def test_a_replica_set_that_is_not_initiated_is_told_the_command(tmp_path: Path) -> None:
    with real_mongod(tmp_path, "--replSet", "blogs") as uri:
        sentence = refusal(uri)

    assert sentence.endswith(f"is not initiated. Do it once: mongosh {uri} --eval 'rs.initiate()'")


def test_a_standalone_asked_for_by_the_name_of_a_set_is_still_a_standalone() -> None:
    with impostor({"maxWireVersion": 17}) as address:
        sentence = refusal(f"mongodb://{address}/?replicaSet=blogs")

    assert "is a standalone" in sentence
    assert "--replSet blogs" in sentence


def test_another_name_than_the_sets_own_is_corrected() -> None:
    with impostor(REPLICA_SET) as address:
        assert refusal(f"mongodb://{address}/?replicaSet=rs1").endswith("set replicaSet=rs0.")


def test_nobody_there_is_said_without_the_password() -> None:
    port = free_port()

    sentence = refusal(f"mongodb://alice:geheim@127.0.0.1:{port}/blogsite")

    assert f"No MongoDB answers at 127.0.0.1:{port}." in sentence
    assert "geheim" not in sentence


def test_one_member_that_answers_is_enough() -> None:
    with impostor(REPLICA_SET) as address:
        deployment.check(f"mongodb://127.0.0.1:{free_port()},{address}/?replicaSet=rs0")


@pytest.mark.parametrize("wire_version", [3, 13])
def test_one_that_is_too_old_is_refused(wire_version: int) -> None:
    with impostor({"maxWireVersion": wire_version, "setName": "rs0"}) as address:
        assert f"{address} is too old" in refusal(f"mongodb://{address}/")


def test_the_version_of_one_that_is_too_old_is_told() -> None:
    with impostor({"maxWireVersion": 13, "setName": "rs0"}, {"version": "5.0.14"}) as address:
        assert "is too old (5.0.14). Upgrade it" in refusal(f"mongodb://{address}/")


def test_a_refused_password_is_said_and_not_repeated() -> None:
    denied = {"ok": 0, "code": 18, "codeName": "AuthenticationFailed", "errmsg": "geheim"}
    with impostor(REPLICA_SET, denied) as address:
        sentence = refusal(f"mongodb://alice:geheim@{address}/")

    assert "refuses the user name or the password" in sentence
    assert "geheim" not in sentence


def test_members_known_by_names_that_lead_nowhere_are_explained() -> None:
    with Impostor({**REPLICA_SET, "hosts": [f"127.0.0.1:{free_port()}"]}) as server:
        server.hello["me"] = server.hello["hosts"][0]
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()

        sentence = refusal(f"mongodb://{server.address}/?replicaSet=rs0")
        server.shutdown()

    assert "not by the names that its replica set gives its members" in sentence


@pytest.mark.parametrize(
    "uri",
    [
        "mongodb://alice:ge/heim@db.example/blogsite",
        "mongodb://alice:geheim@db.example:port/",
        "mongodb://alice:geheim@",
        "mongodb://alice:geheim@db.example/?tls=perhaps&tlsInsecure=maybe",
    ],
)
def test_a_misspelt_address_is_refused_without_repeating_it(uri: str) -> None:
    sentence = refusal(uri)

    assert "MONGO_URI cannot be read" in sentence
    assert "heim" not in sentence


def test_a_name_without_servers_in_the_dns_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(_uri: str) -> None:
        raise deployment.ConfigurationError("The DNS query name does not exist")

    monkeypatch.setattr(deployment, "parse_uri", unknown)

    assert "no MongoDB servers in the DNS" in refusal("mongodb+srv://alice:geheim@db.example/")
