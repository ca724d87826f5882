"""The key that signs cookies and links."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from flask import Flask

from blogsite import create_app
from blogsite.database import Connection, collection, secret_key
from config import Settings
from tests.support.app import KEY, settings_for_tests


def test_a_given_key_is_used(settings: Settings) -> None:
    assert secret_key(settings) == KEY


def test_a_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    settings = settings_for_tests(tmp_path / "new", mongo_uri=None, SECRET_KEY="")

    with ThreadPoolExecutor(8) as threads:
        keys = set(threads.map(secret_key, [settings] * 8))

    assert len(keys) == 1
    assert len(keys.pop()) > 40
    files = list((tmp_path / "new").iterdir())
    assert [(file.name, file.stat().st_mode & 0o777) for file in files] == [("secret_key", 0o600)]


def test_servers_on_one_database_share_a_key(
    app: Flask, settings: Settings, tmp_path: Path
) -> None:
    keys = []
    for name in ("one", "two"):
        own = settings_for_tests(tmp_path / name, mongo_uri=settings.mongo_uri, SECRET_KEY="")
        database = Connection(own)
        with create_app(own, connection=database).app_context():
            keys.append(secret_key(own))
            database.close()

    stored = collection("site").find_one({"_id": "secret_key"})
    assert stored is not None
    assert keys == [stored["key"]] * 2
