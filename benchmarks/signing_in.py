"""Signing in with a wrong password: does the time tell who has an account?"""

from __future__ import annotations

import time
from contextlib import suppress
from statistics import median

from benchmarks.site import app_with_database
from blogsite.lib import passwords
from blogsite.models import User
from blogsite.models.errors import WrongCredentials

ROUNDS = 100
ADDRESSES = {"with an account": "ada@example.org", "without one": "nobody@example.org"}


def run() -> None:
    spent: dict[str, list[float]] = {who: [] for who in ADDRESSES}
    with app_with_database():
        User.create(
            email="ada@example.org", name="Ada", password_hash=passwords.hashed("umbrella stand")
        )
        for _ in range(ROUNDS):
            for who, email in ADDRESSES.items():
                began_at = time.perf_counter()
                with suppress(WrongCredentials):
                    User.authenticate(email=email, password="wrong")  # noqa: S106
                spent[who].append((time.perf_counter() - began_at) * 1000)
    medians = {who: median(times) for who, times in spent.items()}
    for who, ms in medians.items():
        print(f"{who:>16} {ms:>8.2f} ms")
    print(f"{'ratio':>16} {medians['with an account'] / medians['without one']:>8.3f}")
