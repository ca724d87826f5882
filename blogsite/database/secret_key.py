"""Where the site's secret key lives when the settings give none."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path

from flask import current_app
from pymongo import ReturnDocument

from blogsite.database.connection import collection
from config import Settings

_FILE = "secret_key"


def secret_key(settings: Settings) -> str:
    """The key that signs cookies and links: the same for every process of the site.

    It is `SECRET_KEY`; else, with `MONGO_URI`, one kept in the database, so that several servers
    share it; else a file in `DATA_DIR` that only its owner may read.
    """
    if settings.secret_key:
        return settings.secret_key
    return _from_database() if settings.mongo_uri else _from_file(settings.data_dir)


def current_secret_key() -> str:
    """The secret key of the current app."""
    return str(current_app.secret_key)


def _from_database() -> str:
    kept = collection("site").find_one_and_update(
        {"_id": "secret_key"},
        {"$setOnInsert": {"key": secrets.token_urlsafe(48)}},
        upsert=True,
        return_document=ReturnDocument.AFTER,
    )
    return str((kept or {})["key"])


def _from_file(folder: Path) -> str:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / _FILE
    if not path.exists():
        _make(path)
    return path.read_text().strip()


def _make(path: Path) -> None:
    # Written aside and linked: whoever comes first wins, and nobody reads half a key.
    descriptor, aside = tempfile.mkstemp(dir=path.parent, prefix=".secret_key.")
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        Path(aside).unlink()
