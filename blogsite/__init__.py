"""Many blogs, many authors, one small install."""

from __future__ import annotations

from flask import Flask

from blogsite import cli, errors, mailers, routes
from blogsite.database import Connection
from blogsite.web import (
    application,
    feeds,
    forwarding,
    headers,
    logs,
    looks,
    page_cache,
    providers,
)
from config import Settings


def create_app(settings: Settings | None = None, *, connection: Connection | None = None) -> Flask:
    """Put the site together; nothing is started, opened or written.

    Arguments:
        settings: left out, those of the environment.
        connection: the way to the database; left out, the one that the settings name.

    Raises:
        SettingRefused: a setting holds nonsense.
    """
    settings = settings or Settings.load()
    logs.configure(settings)
    app = application.make(settings)
    (connection or Connection(settings)).bind(app)
    mailers.init_app(app)
    headers.init_app(app)
    looks.init_app(app)
    forwarding.init_app(app)
    providers.init_app(app)
    errors.init_app(app)
    routes.init_app(app)
    cli.init_app(app)
    page_cache.init_app(app)
    feeds.init_app(app)
    return app
