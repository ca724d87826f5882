"""The key that signs cookies and links."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from pathlib import Path

from flask import Flask

from blogsite import create_app
from blogsite.database import Connection, KeyRing, collection, kept_keys, rotate_secret_key
from blogsite.models import User
from config import Settings
from tests.support.app import KEY, settings_for_tests
from tests.support.visitor import Visitor


def test_a_given_key_is_used(settings: Settings) -> None:
    assert KeyRing(settings).keys == [KEY]


def test_a_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    settings = settings_for_tests(tmp_path / "new", mongo_uri=None, SECRET_KEY="")

    with ThreadPoolExecutor(8) as threads:
        keys = {key for (key,) in threads.map(kept_keys, [settings] * 8)}

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
            keys += kept_keys(own)
            database.close()

    stored = collection("site").find_one({"_id": "secret_key"})
    assert stored is not None
    assert keys == [stored["key"]] * 2


def test_a_rotated_key_in_a_file_is_still_good_for_reading(tmp_path: Path) -> None:
    settings = settings_for_tests(tmp_path, mongo_uri=None, SECRET_KEY="")
    (first,) = kept_keys(settings)

    assert rotate_secret_key(settings)

    second, *old = kept_keys(settings)
    assert second != first
    assert old == [first]
    for _ in range(5):
        rotate_secret_key(settings)
    assert len(kept_keys(settings)) == 4
    assert [(file.name, file.stat().st_mode & 0o777) for file in tmp_path.iterdir()] == [
        ("secret_key", 0o600)
    ]


def test_a_rotated_key_in_the_database_is_shared(
    app: Flask, settings: Settings, tmp_path: Path
) -> None:
    own = settings_for_tests(tmp_path, mongo_uri=settings.mongo_uri, SECRET_KEY="")
    (first,) = kept_keys(own)

    rotate_secret_key(own)

    assert kept_keys(own)[1:] == [first]


def test_a_given_key_is_rotated_by_its_settings(settings: Settings) -> None:
    assert not rotate_secret_key(settings)


def test_after_a_rotation_nobody_is_signed_out_and_open_forms_still_work(
    app: Flask, settings: Settings, alice: User
) -> None:
    browser = Visitor(app, alice)
    token = browser.token()
    new = settings_for_tests(
        settings.data_dir,
        mongo_uri=settings.mongo_uri,
        SECRET_KEY="another secret that only tests know",
        SECRET_KEY_FALLBACKS=KEY,
    )
    after = create_app(new, connection=app.extensions["blogsite.database"])
    app.extensions["blogsite.database"].bind(app)
    cookie = browser.client.get_cookie("blogsite-5454")
    assert cookie is not None
    client = after.test_client()
    client.set_cookie("blogsite-5454", cookie.value)

    answer = Context().run(client.post, "/blogs/new", data={"title": "T", "csrf_token": token})

    assert (answer.status_code, answer.location) == (302, "/blogs")
