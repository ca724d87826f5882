"""The secret keys as one process knows them: they may change while it runs."""

from __future__ import annotations

import time
from datetime import timedelta
from threading import Lock

from flask import Flask, current_app

from blogsite.database.secret_key import kept_keys
from blogsite.lib import signing
from config import Settings

PAUSE = 2.0
"""Seconds between two looks at the kept keys, however many strange signatures are shown."""
SETTLING = 10.0
"""Seconds until a process signs with a key that it has just learned of: more than `PAUSE`.

By then whoever is shown such a signature has either read the key, or may look again at once.
"""

_EXTENSION = "blogsite.key_ring"


class KeyRing:
    """Signs with one key and reads with all; looks again when it meets a strange signature.

    Arguments:
        settings: where the keys are.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = Lock()
        self._kept: list[str] = []
        self._looked_at = 0.0
        self._learned_at = 0.0

    def bind(self, app: Flask) -> None:
        """Make this the key ring of an app."""
        app.extensions[_EXTENSION] = self

    @property
    def keys(self) -> list[str]:
        """The key to sign with, then those that are only good for reading.

        Raises:
            PyMongoError, DatabaseRefused: they are kept in the database, which is away.
        """
        if self._settings.secret_key:
            return [self._settings.secret_key, *self._settings.secret_key_fallbacks]
        if not self._kept:
            self.look_again()
        newest, *old = self._kept
        settled = time.monotonic() >= self._learned_at + SETTLING
        kept = [newest, *old] if settled or not old else [old[0], newest, *old[1:]]
        return [*kept, *self._settings.secret_key_fallbacks]

    def look_again(self) -> None:
        """Read the kept keys anew, unless that was done a moment ago.

        Raises:
            PyMongoError, DatabaseRefused: as `keys` does.
        """
        if self._settings.secret_key:
            return
        with self._lock:
            if self._kept and time.monotonic() < self._looked_at + PAUSE:
                return
            kept = kept_keys(self._settings)
            self._looked_at = time.monotonic()
            if kept != self._kept:
                self._learned_at = self._looked_at
                self._kept = kept


def key_ring(app: Flask | None = None) -> KeyRing:
    """The key ring of an app; left out, of the current one."""
    found: KeyRing = (app or current_app).extensions[_EXTENSION]
    return found


def sign(value: str, *, purpose: str) -> str:
    """A token for a link, see `lib.signing`."""
    return signing.sign(value, keys=key_ring().keys, purpose=purpose)


def unsign(token: str, *, purpose: str, lifetime: timedelta) -> str:
    """What a token says, also when it was signed with a key that is newer than this process.

    Raises:
        TokenExpired, TokenRefused: as `lib.signing` does.
    """
    ring = key_ring()
    try:
        return signing.unsign(token, keys=ring.keys, purpose=purpose, lifetime=lifetime)
    except signing.TokenExpired:
        raise
    except signing.TokenRefused:
        ring.look_again()
        return signing.unsign(token, keys=ring.keys, purpose=purpose, lifetime=lifetime)
