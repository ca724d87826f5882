"""Sealed words: kept where others may look, read only with the site's secret."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class SealRefused(Exception):
    """None of the keys opens it, it was changed, or it serves another purpose."""


def seal(value: str, *, keys: Sequence[str], purpose: str) -> str:
    """A word that says nothing without the keys (Fernet: AES-128-CBC and HMAC-SHA-256).

    Arguments:
        value: what to hide.
        keys: the site's secrets, the present one first.
        purpose: what it is for; another purpose cannot open it.
    """
    return Fernet(_key(keys[0], purpose)).encrypt(value.encode()).decode()


def unseal(word: str, *, keys: Sequence[str], purpose: str) -> str:
    """What is in it, whichever of the keys sealed it.

    Raises:
        SealRefused: none of them did.
    """
    known = MultiFernet([Fernet(_key(key, purpose)) for key in keys])
    try:
        return known.decrypt(word.encode()).decode()
    except InvalidToken as error:
        raise SealRefused from error


def outdated(word: str, *, keys: Sequence[str], purpose: str) -> bool:
    """Whether it should be sealed anew, since another key than the present one did it."""
    try:
        unseal(word, keys=keys[:1], purpose=purpose)
    except SealRefused:
        return True
    return False


def _key(secret: str, purpose: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode())
    return base64.urlsafe_b64encode(derived.derive(secret.encode()))
