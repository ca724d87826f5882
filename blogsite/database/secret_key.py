"""Where the site's secret key lives when the settings give none, and the keys it had before."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path
from typing import Any

from pymongo import ReturnDocument

from blogsite.database.connection import collection
from config import Settings

MOST_OLD_KEYS = 3

_FILE = "secret_key"
_QUERY = {"_id": "secret_key"}


def kept_keys(settings: Settings) -> list[str]:
    """The keys that are kept for us: the newest first, then those still good for reading.

    They are kept, with `MONGO_URI`, in the database, so that several servers share them; else in
    a file in `DATA_DIR` that only its owner may read, a line each. The first is made when needed.
    """
    return _from_database() if settings.mongo_uri else _from_file(settings.data_dir)


def rotate_secret_key(settings: Settings) -> bool:
    """Put a new key in the place of the kept one, which stays good for reading.

    Processes that run go on signing with what they know until they meet the new one, or are
    started again.

    Returns:
        False when the key is not ours to keep: `SECRET_KEY` gives it.
    """
    if settings.secret_key:
        return False
    old = kept_keys(settings)
    if settings.mongo_uri:
        # From what is there at that moment: two who rotate at once lose no key.
        old_ones = {"$concatArrays": [["$key"], {"$ifNull": ["$old_keys", []]}]}
        change = {"key": {"$literal": _new()}, "old_keys": {"$slice": [old_ones, MOST_OLD_KEYS]}}
        collection("site").update_one(_QUERY, [{"$set": change}])
    else:
        keys = [_new(), *old[:MOST_OLD_KEYS]]
        _write(keys, settings.data_dir).replace(settings.data_dir / _FILE)
    return True


def _from_database() -> list[str]:
    kept = collection("site").find_one(_QUERY) or _made_in_database()
    return [kept["key"], *kept.get("old_keys", ())]


def _made_in_database() -> dict[str, Any]:
    # Whoever comes first wins.
    kept = collection("site").find_one_and_update(
        _QUERY,
        {"$setOnInsert": {"key": _new()}},
        upsert=True,
        return_document=ReturnDocument.AFTER,
    )
    return kept or {}


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
