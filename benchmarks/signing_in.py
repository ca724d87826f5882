"""Signing in with a wrong password: does the time tell who has an account?"""

from __future__ import annotations

import re
import time
from statistics import median

from flask.testing import FlaskClient

from benchmarks.site import app_with_database
from blogsite.lib import passwords
from blogsite.models import User

ROUNDS = 200
ADDRESSES = {"with an account": "ada@example.org", "without one": "nobody@example.org"}


def run() -> None:
    spent: dict[str, list[float]] = {who: [] for who in ADDRESSES}
    with app_with_database(THROTTLES="off") as app:
        User.create(
            email="ada@example.org", name="Ada", password_hash=passwords.hashed("umbrella stand")
        )
        visitor = app.test_client()
        token = _token(visitor)
        for _ in range(ROUNDS):
            for who, email in ADDRESSES.items():
                form = {"email": email, "password": "wrong", "csrf_token": token}
                began_at = time.perf_counter()
                answer = visitor.post("/auth/login", data=form)
                spent[who].append((time.perf_counter() - began_at) * 1000)
                if answer.status_code != 401:
                    raise SystemExit(f"sign-in answered {answer.status_code}")
    medians = {who: median(times) for who, times in spent.items()}
    for who, ms in medians.items():
        print(f"{who:>16} {ms:>8.2f} ms")
    print(f"{'ratio':>16} {medians['with an account'] / medians['without one']:>8.3f}")


def _token(visitor: FlaskClient) -> str:
    page = visitor.get("/login").text
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    if found is None:
        raise SystemExit("the sign-in page has no token")
    return found[1]
