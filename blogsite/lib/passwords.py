"""Password hashes: Argon2id with the parameters OWASP gives (19 MiB, two passes, one lane).

Source: OWASP Password Storage Cheat Sheet, Argon2id; about 30 ms a password on a small server.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cache
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

SHORTEST = 8
LONGEST = 1024


class Weakness(StrEnum):
    """Why a password is easy to guess."""

    COMMON = "common"
    PERSONAL = "personal"
    REPEATED = "repeated"
    SEQUENCE = "sequence"
    KEYBOARD = "keyboard"
    DATE = "date"
    GUESSABLE = "guessable"


_SAFE = 2
_EXAMINED = 40  # characters: it takes 72, but a second of CPU for some of them
_WORD = re.compile(r"\w+")
_PATTERNS = {
    "repeat": Weakness.REPEATED,
    "sequence": Weakness.SEQUENCE,
    "spatial": Weakness.KEYBOARD,
    "date": Weakness.DATE,
    "regex": Weakness.DATE,
}


def strong_hasher() -> PasswordHasher:
    """What hashes passwords, with the parameters named above."""
    return PasswordHasher(memory_cost=19456, time_cost=2, parallelism=1)


_hasher = strong_hasher()


def hashed(password: str) -> str:
    """The hash of a password, as a PHC string that carries its salt and parameters."""
    return _hasher.hash(normal(password))


def weakness(password: str, *, about: Iterable[str] = ()) -> Weakness | None:
    """Why somebody could guess a password; None when that would take too long.

    Too long is 10⁶ guesses or more: what nobody tries through a sign-in form. Source: zxcvbn,
    Wheeler 2016, score 2.

    Arguments:
        password: as it was chosen.
        about: what others know of its owner, such as a name and an address.
    """
    found = zxcvbn(normal(password)[:_EXAMINED], user_inputs=list(_known_words(about)))
    if found["score"] >= _SAFE:
        return None
    longest = max(found["sequence"], key=lambda match: len(match["token"]), default=None)
    return _reason(longest) if longest else Weakness.GUESSABLE


def matches(password: str, password_hash: str | None) -> bool:
    """Whether a password is the one that was hashed.

    Takes the same time when there is no hash to compare with, so that the answer's delay does
    not tell whether somebody has an account.
    """
    try:
        _hasher.verify(password_hash or _nobodys_hash(), normal(password))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def outdated(password_hash: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


def _known_words(about: Iterable[str]) -> Iterator[str]:
    for text in about:
        name = text.partition("@")[0]
        words = _WORD.findall(name)
        known = (text, name, *_WORD.findall(text), "".join(words))
        yield from (word[:_EXAMINED] for word in known if len(word) > 2)


def _reason(match: Mapping[str, Any]) -> Weakness:
    if match["pattern"] == "dictionary":
        personal = match["dictionary_name"] == "user_inputs"
        return Weakness.PERSONAL if personal else Weakness.COMMON
    return _PATTERNS.get(match["pattern"], Weakness.GUESSABLE)


def normal(password: str) -> str:
    """The same letters in the same form, however a keyboard composes them (NFC)."""
    return unicodedata.normalize("NFC", password)


@cache
def _nobodys_hash() -> str:
    return _hasher.hash("the password of nobody")
