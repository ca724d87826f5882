"""Whether the process lives, and whether it can work."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue as Answer
from pymongo.errors import PyMongoError

from blogsite.database import DatabaseRefused, connection
from blogsite.web.scopes import machine

health = Blueprint("health", __name__)


@health.get("/healthz")
@machine
def alive() -> Answer:
    return {"status": "ok"}


@health.get("/readyz")
@machine
def ready() -> Answer:
    try:
        connection().database.command("ping")
    except (PyMongoError, DatabaseRefused) as error:
        if isinstance(error, PyMongoError):
            # Visitors who come now need not find out for themselves, and wait.
            connection().notice(error)
        return {"status": "the database does not answer"}, 503, {"Retry-After": "1"}
    return {"status": "ok"}
