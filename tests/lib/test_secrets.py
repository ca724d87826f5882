"""Passwords and signed links."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from argon2 import PasswordHasher

from blogsite.lib import passwords, signing

DAY = timedelta(days=1)


def test_a_password_matches_its_own_hash_only() -> None:
    kept = passwords.hashed("correct horse")

    assert passwords.matches("correct horse", kept)
    assert not passwords.matches("battery staple", kept)


def test_the_same_letters_match_however_a_keyboard_composes_them() -> None:
    assert passwords.matches("cafe\u0301 noir", passwords.hashed("caf\u00e9 noir"))


def test_nobodys_password_never_matches() -> None:
    assert not passwords.matches("the password of nobody", None)
    assert not passwords.matches("anything", "not a hash")


def test_hashes_are_argon2id_with_the_strength_that_owasp_gives() -> None:
    kept = passwords.strong_hasher().hash("correct horse")

    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_hash_of_other_strength_is_outdated() -> None:
    ours = passwords.hashed("correct horse")
    stronger = PasswordHasher(memory_cost=64, time_cost=2, parallelism=1).hash("correct horse")

    assert not passwords.outdated(ours)
    assert passwords.outdated(stronger)


def test_a_token_says_what_was_signed() -> None:
    token = signing.sign("42", keys=["k"], purpose="activation")

    assert signing.unsign(token, keys=["k"], purpose="activation", lifetime=DAY) == "42"


@pytest.mark.parametrize(
    ("key", "purpose"), [("other", "activation"), ("k", "password reset"), ("", "")]
)
def test_another_key_or_purpose_refuses_a_token(key: str, purpose: str) -> None:
    token = signing.sign("42", keys=["k"], purpose="activation")

    with pytest.raises(signing.TokenRefused):
        signing.unsign(token, keys=[key], purpose=purpose, lifetime=DAY)


def test_a_changed_or_cut_token_is_refused() -> None:
    token = signing.sign("42", keys=["k"], purpose="activation")

    for broken in (token[:-2], "A" + token[1:], token.replace(".", "", 1), "", "💥"):
        with pytest.raises(signing.TokenRefused):
            signing.unsign(broken, keys=["k"], purpose="activation", lifetime=DAY)


def test_a_token_expires() -> None:
    with time_machine.travel(datetime(2026, 1, 1, tzinfo=UTC)):
        token = signing.sign("42", keys=["k"], purpose="activation")

    with (
        time_machine.travel(datetime(2026, 1, 2, 0, 0, 2, tzinfo=UTC)),
        pytest.raises(signing.TokenExpired),
    ):
        signing.unsign(token, keys=["k"], purpose="activation", lifetime=DAY)


def test_a_token_of_an_old_key_is_read_and_new_ones_are_signed_with_the_new() -> None:
    old = signing.sign("42", keys=["old"], purpose="activation")
    new = signing.sign("43", keys=["new", "old"], purpose="activation")

    for token, said in ((old, "42"), (new, "43")):
        found = signing.unsign(token, keys=["new", "old"], purpose="activation", lifetime=DAY)
        assert found == said
    assert signing.unsign(new, keys=["new"], purpose="activation", lifetime=DAY) == "43"
