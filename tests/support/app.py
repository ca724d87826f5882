"""The site as tests run it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import mongomock
from pymongo.database import Database

from blogsite.database import Connection, indexes
from config import Settings

KEY = "a secret that only tests know"


def settings_for_tests(data_dir: Path, *, mongo_uri: str | None, **others: str) -> Settings:
    """The default settings, with a folder and a database of the run's own."""
    return Settings.load(
        {
            "DATA_DIR": str(data_dir),
            "MONGO_URI": mongo_uri or "",
            "SECRET_KEY": KEY,
            **others,
        }
    )


class MockConnection(Connection):
    """The one seam of `make quick`: a database in memory, which has no transactions."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        client: Any = mongomock.MongoClient(tz_aware=True)
        self._mock: Database[dict[str, Any]] = client["blogsite"]
        indexes.create_all(self._mock)

    @property
    def database(self) -> Database[dict[str, Any]]:
        return self._mock

    @contextmanager
    def transaction(self) -> Iterator[None]:
        yield None
