"""What happened to the safety of an account: written down, and told by letter if dangerous."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from blogsite import jobs
from blogsite.lib import clock
from blogsite.models import Device, SecurityEvent, User
from blogsite.models.kept_letter import kept_letters
from blogsite.models.listing import Window
from blogsite.models.security_event import KEPT, NAMING, SENTENCES, TOLD_BY_LETTER

quick = pytest.mark.quick
HERE = Device(agent="Mozilla/5.0 (X11; Linux) Firefox/132.0", address="192.0.2.57")


@quick
def test_it_says_what_when_and_from_where(alice: User) -> None:
    SecurityEvent.record("passkey-added", alice, device=HERE, about="my key")

    (event,) = SecurityEvent.of(alice).events
    assert event.sentence == "Passkey “my key” added"
    assert (event.browser, event.place) == ("Firefox on Linux", "192.0.2.0/24")
    assert event.near == "192.0.2.*"
    assert clock.now() - event.at < timedelta(seconds=5)
    assert event.expires_at - event.at == pytest.approx(KEPT, abs=timedelta(seconds=1))


@quick
@pytest.mark.parametrize("kind", SENTENCES)
def test_what_has_a_name_is_told_by_it(app: Flask, kind: str) -> None:
    event = SecurityEvent(user_id=1, kind=kind, about="50 % rain")

    assert ("50 % rain" in event.sentence) == (kind in NAMING)


@quick
def test_each_sees_their_own_the_newest_first(alice: User, bob: User) -> None:
    for kind in ("signed-in", "password-changed"):
        SecurityEvent.record(kind, alice, device=HERE)
    SecurityEvent.record("passkey-added", bob, device=HERE)

    assert [one.kind for one in SecurityEvent.of(alice).events] == ["password-changed", "signed-in"]


@quick
def test_a_long_log_has_pages(alice: User) -> None:
    for _ in range(5):
        SecurityEvent.record("signed-in", alice, device=HERE)

    first = SecurityEvent.of(alice, limit=3)
    second = SecurityEvent.of(alice, limit=3, window=Window(before=first.older))

    assert (len(first.events), len(second.events), second.older) == (3, 2, None)
    assert len({one.id for one in (*first.events, *second.events)}) == 5


@quick
def test_what_has_no_sentence_is_not_recorded(alice: User) -> None:
    with pytest.raises(LookupError):
        SecurityEvent.record("sneezed", alice, device=HERE)


@pytest.mark.parametrize("kind", SENTENCES)
def test_the_dangerous_ones_are_told_by_letter(alice: User, kind: str) -> None:
    SecurityEvent.record(kind, alice, device=HERE, about="")
    jobs.run_due()

    subjects = [letter.subject for letter in kept_letters().letters()]
    told = [f"Your account: {SENTENCES[kind]}"] if kind in TOLD_BY_LETTER else []
    assert subjects == told


def test_a_letter_says_what_to_do_if_it_was_somebody_else(alice: User) -> None:
    SecurityEvent.record("password-changed", alice, device=HERE)
    jobs.run_due()

    (letter,) = kept_letters().letters()
    assert letter.to == alice.email
    assert "Firefox on Linux" in str(letter.message)
    assert letter.links[:2] == [
        "http://localhost:5454/auth/password-reset",
        "http://localhost:5454/account/security",
    ]


def test_a_letter_goes_where_the_account_was_then(app: Flask, alice: User) -> None:
    SecurityEvent.record("password-changed", alice, device=HERE)
    alice.update({"email": "mallory@evil.example"}, expecting={})
    jobs.run_due()

    assert [letter.to for letter in kept_letters().letters()] == ["alice@example.org"]
