"""Guessing that was stopped: the owner of the account learns of it, and nobody else."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest
import time_machine

from blogsite import jobs
from blogsite.database import collection
from blogsite.lib import clock
from blogsite.models import (
    Authenticator,
    Device,
    SecurityEvent,
    Session,
    User,
    second_factor,
    sign_in,
)
from blogsite.models.authenticator import Offer
from blogsite.models.errors import Refusal, TooOften
from blogsite.models.kept_letter import kept_letters
from tests.support.codes import code_of

STRANGER = Device(agent="Mozilla/5.0 (X11; Linux) Firefox/132.0", address="192.0.2.57")


def guess(email: str, times: int, device: Device = STRANGER) -> None:
    for _ in range(times):
        with suppress(Refusal):
            sign_in.with_password(email=email, password="a guess", device=device)
    jobs.run_due()


def told(user: User) -> list[tuple[str, str, str]]:
    return [(one.kind, one.browser, one.place) for one in SecurityEvent.of(user).events]


def test_too_many_passwords_stand_in_the_log_once(alice: User) -> None:
    guess(alice.email, 10)
    before = told(alice)
    guess(alice.email, 5)

    assert before == []
    assert told(alice) == [("password-guessed", "Firefox on Linux", "192.0.2.0/24")]
    assert kept_letters().letters() == []


def test_another_day_is_told_again(alice: User) -> None:
    guess(alice.email, 11)
    with time_machine.travel(clock.now() + timedelta(hours=7)):
        guess(alice.email, 11)

    assert collection("jobs").count_documents({"kind": "guessing"}) == 1


def test_guessing_at_many_accounts_is_no_news_of_one(alice: User) -> None:
    for number in range(100):
        with suppress(Refusal):
            sign_in.with_password(email=f"n{number}@a.example", password="", device=STRANGER)

    guess(alice.email, 1)

    assert told(alice) == []


def test_the_same_is_written_where_there_is_no_account(alice: User) -> None:
    def written(email: str) -> dict[str, int]:
        for _ in range(11):
            with suppress(Refusal):
                sign_in.with_password(email=email, password="a guess", device=STRANGER)
        names = ("jobs", "throttles", "security_events")
        found = {name: collection(name).count_documents({}) for name in names}
        for name in names:
            collection(name).delete_many({})
        return found

    assert written(alice.email) == written("nobody@example.org")


@pytest.fixture
def secret(alice: User, half_minute: None) -> str:
    session = Session.resume(Session.start(alice, device=Device()))
    assert session is not None
    offer = Offer.make(alice, session=session)
    Authenticator.set_up(offer, code=code_of(offer.secret, ahead=-1), device=Device())
    return offer.secret


def test_too_many_codes_are_told_by_letter(alice: User, secret: str) -> None:
    jobs.run_due()

    for _ in range(12):
        with suppress(Refusal):
            second_factor.prove(alice, code="000000", device=STRANGER)
    jobs.run_due()

    assert told(alice)[0][0] == "second-step-guessed"
    subject = "Your account: Many wrong codes after the right password"
    assert subject in {letter.subject for letter in kept_letters().letters()}


def test_many_known_browsers_have_an_end_too(alice: User, secret: str) -> None:
    known = [Device(cookie=Device().remembering(alice.id)) for _ in range(21)]
    for device in known[:20]:
        for _ in range(10):
            with suppress(Refusal):
                second_factor.prove(alice, code="000000", device=device)

    with pytest.raises(TooOften):
        second_factor.prove(alice, code=code_of(secret), device=known[20])
