"""What every test may ask for: the app, a clean database, the cast."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from flask import Flask

from blogsite import create_app
from blogsite.database import Connection
from blogsite.lib import passwords, recovery_codes
from config import Settings
from tests.support.app import MockConnection, settings_for_tests
from tests.support.mongod import clean


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher.from_parameters(CHEAPEST))
        patch.setattr(recovery_codes, "_COST", 2)
        yield


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site's own folder, for the whole run of this process."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def settings(data_dir: Path, request: pytest.FixtureRequest) -> Settings:
    """The settings of the site under test."""
    if _quick(request):
        # The database in memory cannot reckon with moments, which throttles do.
        return settings_for_tests(data_dir, mongo_uri=None, THROTTLES="off")
    return settings_for_tests(data_dir, mongo_uri=request.getfixturevalue("mongo_uri"))


@pytest.fixture(scope="session")
def connection(settings: Settings, request: pytest.FixtureRequest) -> Iterator[Connection]:
    """A real database; with `make quick` one in memory."""
    made = MockConnection(settings) if _quick(request) else Connection(settings, timeout=20)
    yield made
    made.close()


@pytest.fixture(scope="session")
def site(settings: Settings, connection: Connection) -> Flask:
    """The application; whatever is in its database stays there."""
    app = create_app(settings, connection=connection)
    app.testing = True
    return app


@pytest.fixture
def app(site: Flask, connection: Connection, settings: Settings) -> Iterator[Flask]:
    """The application with an empty database and no letters, its context pushed."""
    with site.app_context():
        yield site
        clean(connection.database)
    for letter in settings.mail_dir.glob("*.eml"):
        letter.unlink()


def _quick(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.option.markexpr == "quick")
