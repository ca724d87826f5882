"""Password hashes: Argon2id with the parameters OWASP gives (19 MiB, two passes, one lane).

Source: OWASP Password Storage Cheat Sheet, Argon2id; about 30 ms a password on a small server.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 8
LONGEST = 1024


def strong_hasher() -> PasswordHasher:
    """What hashes passwords, with the parameters named above."""
    return PasswordHasher(memory_cost=19456, time_cost=2, parallelism=1)


_hasher = strong_hasher()


def hashed(password: str) -> str:
    """The hash of a password, as a PHC string that carries its salt and parameters."""
    return _hasher.hash(_normal(password))


def matches(password: str, password_hash: str | None) -> bool:
    """Whether a password is the one that was hashed.

    Takes the same time when there is no hash to compare with, so that the answer's delay does
    not tell whether somebody has an account.
    """
    try:
        _hasher.verify(password_hash or _nobodys_hash(), _normal(password))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def outdated(password_hash: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


def _normal(password: str) -> str:
    # The same letters typed on two keyboards may arrive composed or decomposed.
    return unicodedata.normalize("NFC", password)


@cache
def _nobodys_hash() -> str:
    return _hasher.hash("the password of nobody")
