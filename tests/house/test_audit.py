"""The audit walks to every page there is, with what its address needs."""

from __future__ import annotations

from blogsite import create_app
from config import Settings
from tests.audit import addresses


def test_every_address_for_people_is_walked_to() -> None:
    app = create_app(Settings.load({"SECRET_KEY": "a key for looking only"}))

    walked = list(addresses.every(app, dict.fromkeys(addresses.KNOWN, "known")))

    assert {"/", "/login", "/@known/known", "/posts/known/edit", "/account"} <= set(walked)
    assert {"/healthz", "/robots.txt"} & set(walked) == set()
