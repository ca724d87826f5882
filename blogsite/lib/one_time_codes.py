"""The codes of an authenticator app: six digits, another each half minute (RFC 6238)."""

from __future__ import annotations

import hmac
from datetime import datetime

import pyotp

DIGITS = 6
STEP = 30  # seconds
DRIFT = 1  # steps that a clock may be early or late


def new_secret() -> str:
    """What the site and the app share: 160 bits in base32."""
    return str(pyotp.random_base32())


def address(secret: str, *, account: str, issuer: str) -> str:
    """What a QR code tells an app.

    Arguments:
        secret: see `new_secret`.
        account: whose, as the app shows it.
        issuer: which site, as the app shows it.
    """
    return str(pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=issuer))


def step(at: datetime) -> int:
    """The half minute of a moment, counted from 1970."""
    return int(at.timestamp()) // STEP


def steps(secret: str, code: str, *, at: datetime) -> list[int]:
    """The steps around a moment whose code this is: none, or one (two, by a rare chance).

    Arguments:
        secret: the shared one.
        code: six digits.
        at: now.
    """
    codes = pyotp.TOTP(secret)
    around = range(step(at) - DRIFT, step(at) + DRIFT + 1)
    return [one for one in around if hmac.compare_digest(codes.generate_otp(one), code)]
