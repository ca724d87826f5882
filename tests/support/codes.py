"""What an authenticator app shows."""

from __future__ import annotations

import pyotp

from blogsite.lib import clock, one_time_codes


def code_of(secret: str, *, ahead: int = 0) -> str:
    """The code of just now, or of half minutes ahead."""
    code: str = pyotp.TOTP(secret).generate_otp(one_time_codes.step(clock.now()) + ahead)
    return code
