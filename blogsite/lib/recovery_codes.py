"""Codes on paper for the day the telephone is lost: 50 bits each, typed by people.

Written in Crockford's base32, which has no I, L, O or U. What is kept is their scrypt under a salt
that all codes of one account share, so that a try costs one scrypt and not eight.
"""

from __future__ import annotations

import hashlib
import secrets

LENGTH = 10
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_COST = 2**13  # scrypt's N: 8 MB and 25 ms
_LOOK_ALIKES = str.maketrans("ILO", "110")


def new(count: int) -> list[str]:
    """So many codes as they are shown: `7KQ2M-X0VBD`."""
    codes = ("".join(secrets.choice(_ALPHABET) for _ in range(LENGTH)) for _ in range(count))
    return [f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}" for code in codes]


def new_salt() -> str:
    """A salt for one account's codes."""
    return secrets.token_hex(16)


def plain(typed: str) -> str:
    """A code without the spaces, hyphens and small letters that people type."""
    kept = (one for one in typed if one.isascii() and one.isalnum())
    return "".join(kept).upper().translate(_LOOK_ALIKES)


def hashed(code: str, *, salt: str) -> str:
    """What is kept of a code, however it is typed.

    Arguments:
        code: as shown or typed.
        salt: see `new_salt`.
    """
    key = hashlib.scrypt(plain(code).encode(), salt=bytes.fromhex(salt), n=_COST, r=8, p=1)
    return key.hex()
