"""Where the site's secret key lives when the settings give none, and the keys it had before."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path

from flask import current_app
from pymongo import ReturnDocument

from blogsite.database.connection import collection
from config import Settings

MOST_OLD_KEYS = 3

_FILE = "secret_key"
_QUERY = {"_id": "secret_key"}


def secret_keys(settings: Settings) -> list[str]:
    """The keys that sign cookies and links: the present one, then those still good for reading.

    They are `SECRET_KEY` and `SECRET_KEY_FALLBACKS`; else, with `MONGO_URI`, kept in the database,
    so that several servers share them; else in a file in `DATA_DIR` that only its owner may read,
    a line each.
    """
    if settings.secret_key:
        return [settings.secret_key, *settings.secret_key_fallbacks]
    kept = _from_database() if settings.mongo_uri else _from_file(settings.data_dir)
    return [*kept, *settings.secret_key_fallbacks]


def current_secret_keys() -> list[str]:
    """The keys of the current app, the present one first."""
    return [str(current_app.secret_key), *current_app.config["SECRET_KEY_FALLBACKS"]]


def rotate_secret_key(settings: Settings) -> bool:
    """Put a new key in the place of the kept one, which stays good for reading.

    Processes that run go on with what they know until they are started again.

    Returns:
        False when the key is not ours to keep: `SECRET_KEY` gives it.
    """
    if settings.secret_key:
        return False
    keys = [_new(), *secret_keys(settings)][: 1 + MOST_OLD_KEYS]
    if settings.mongo_uri:
        change = {"key": keys[0], "old_keys": keys[1:]}
        collection("site").update_one(_QUERY, {"$set": change}, upsert=True)
    else:
        _write(keys, settings.data_dir).replace(settings.data_dir / _FILE)
    return True


def _from_database() -> list[str]:
    kept = collection("site").find_one_and_update(
        _QUERY,
        {"$setOnInsert": {"key": _new()}},
        upsert=True,
        return_document=ReturnDocument.AFTER,
    )
    return [(kept or {})["key"], *(kept or {}).get("old_keys", ())]


def _from_file(folder: Path) -> list[str]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / _FILE
    if not path.exists():
        _make(path)
    return path.read_text().split()


def _make(path: Path) -> None:
    # Written aside and linked: whoever comes first wins, and nobody reads half a key.
    aside = _write([_new()], path.parent)
    try:
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        aside.unlink()


def _write(keys: list[str], folder: Path) -> Path:
    descriptor, aside = tempfile.mkstemp(dir=folder, prefix=".secret_key.")
    with os.fdopen(descriptor, "w") as file:
        file.write("\n".join(keys) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return Path(aside)


def _new() -> str:
    return secrets.token_urlsafe(48)
