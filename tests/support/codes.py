"""What an authenticator app shows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pyotp
import pytest
import time_machine

from blogsite.lib import clock, one_time_codes


def code_of(secret: str, *, ahead: int = 0) -> str:
    """The code of just now, or of half minutes ahead."""
    code: str = pyotp.TOTP(secret).generate_otp(one_time_codes.step(clock.now()) + ahead)
    return code


@pytest.fixture
def half_minute() -> Iterator[None]:
    """A test that begins with a half minute, so that none ends in its midst."""
    began = one_time_codes.step(clock.now()) * one_time_codes.STEP
    with time_machine.travel(datetime.fromtimestamp(began, UTC)):
        yield
