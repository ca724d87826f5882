"""`flask secret-key`."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from blogsite import create_app
from blogsite.database import Connection, kept_keys
from tests.support.app import settings_for_tests


def test_a_kept_key_is_rotated(tmp_path: Path) -> None:
    settings = settings_for_tests(tmp_path, mongo_uri=None, SECRET_KEY="")
    app = create_app(settings, connection=Connection(settings))
    (before,) = kept_keys(settings)

    result = app.test_cli_runner().invoke(args=["secret-key", "rotate"])

    assert result.exit_code == 0
    assert "Start the site again" in result.output
    assert kept_keys(settings)[1:] == [before]


def test_a_given_key_is_refused_with_the_way(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["secret-key", "rotate"])

    assert result.exit_code == 1
    assert "SECRET_KEY_FALLBACKS" in result.output
