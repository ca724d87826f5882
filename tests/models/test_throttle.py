"""How often something may be tried: so many at once, then one at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from flask import Flask

from blogsite import create_app
from blogsite.database import Connection
from blogsite.lib import clock
from blogsite.models import User, sign_in
from blogsite.models.device import Device
from blogsite.models.errors import TooOften, WrongCredentials
from blogsite.models.throttle import Rate, Throttle
from config import Settings
from tests.support.factories import PASSWORD
from tests.support.modes import give

RATE = Rate("knocking", 3, timedelta(seconds=30))


def takes(rate: Rate, subject: str, times: int) -> int:
    """How many of so many tries come through."""
    through = 0
    for _ in range(times):
        try:
            rate.of(subject).take()
        except TooOften:
            continue
        through += 1
    return through


def test_so_many_come_through_at_once_and_then_none(app: Flask) -> None:
    with time_machine.travel(clock.now(), tick=False):
        assert takes(RATE, "alice", 5) == 3
        with pytest.raises(TooOften) as refusal:
            RATE.of("alice").take(field="email")

    assert (refusal.value.retry_after, refusal.value.field) == (10, "email")


def test_with_time_one_after_the_other_comes_through_again(app: Flask) -> None:
    now = clock.now()
    with time_machine.travel(now, tick=False):
        takes(RATE, "alice", 3)

    with time_machine.travel(now + timedelta(seconds=9), tick=False):
        assert takes(RATE, "alice", 2) == 0
    with time_machine.travel(now + timedelta(seconds=11), tick=False):
        assert takes(RATE, "alice", 2) == 1
    with time_machine.travel(now + timedelta(seconds=60), tick=False):
        assert takes(RATE, "alice", 5) == 3


def test_each_is_counted_alone(app: Flask) -> None:
    takes(RATE, "alice", 3)

    assert takes(RATE, "bob", 3) == 3
    assert takes(Rate("ringing", 3, timedelta(seconds=30)), "alice", 3) == 3


def test_a_good_try_is_given_back(app: Flask) -> None:
    for _ in range(10):
        RATE.of("alice").take()
        RATE.of("alice").give_back()

    assert takes(RATE, "alice", 5) == 3


@pytest.mark.parametrize("round_", range(5))
def test_of_ten_at_once_exactly_so_many_come_through(app: Flask, round_: int) -> None:
    rate = Rate("knocking", 4, timedelta(hours=1))

    def knock(_n: int) -> int:
        with app.app_context():
            return takes(rate, "alice", 1)

    with ThreadPoolExecutor(10) as threads:
        assert sum(threads.map(knock, range(10))) == 4


def test_nobody_is_refused_while_there_is_room(app: Flask) -> None:
    # The first ones of all make the bucket: together, thirty times over.
    rate, meeting = Rate("knocking", 10, timedelta(hours=1)), Barrier(10)

    def knock(_n: int) -> list[int]:
        with app.app_context():
            return [meeting.wait() * 0 + takes(rate, str(one), 1) for one in range(30)]

    with ThreadPoolExecutor(10) as threads:
        outcomes = list(threads.map(knock, range(10)))

    assert {sum(each) for each in zip(*outcomes, strict=True)} == {10}


def test_it_holds_for_every_process_on_the_database(
    app: Flask, settings: Settings, connection: Connection
) -> None:
    other = create_app(settings, connection=connection)
    takes(RATE, "alice", 2)

    with other.app_context():
        assert takes(RATE, "alice", 2) == 1
    assert takes(RATE, "alice", 1) == 0


def test_it_can_be_turned_off(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    give(app, monkeypatch, throttles=False)

    assert takes(RATE, "alice", 20) == 20
    RATE.of("alice").give_back()
    assert Throttle.collection().count_documents({}) == 0


def test_the_database_learns_no_address(app: Flask) -> None:
    RATE.of("alice@example.org").take()

    assert "alice" not in str(list(Throttle.collection().find()))


# Signing in


ALICE = "alice@example.org"


def guess(device: Device, times: int, *, email: str = ALICE) -> list[str]:
    """Try wrong passwords; what came of each."""
    outcomes = []
    for _ in range(times):
        try:
            sign_in.with_password(email=email, password="a guess", device=device)
        except (WrongCredentials, TooOften) as refusal:
            outcomes.append(type(refusal).__name__)
    return outcomes


def enter(device: Device) -> User:
    return sign_in.with_password(email=ALICE, password=PASSWORD, device=device)


@pytest.mark.parametrize("email", [ALICE, "nobody@example.org", "no address at all"])
def test_guessing_ends_soon_whether_there_is_an_account_or_not(alice: User, email: str) -> None:
    outcomes = guess(Device(address="192.0.2.1"), 12, email=email)

    assert outcomes == ["WrongCredentials"] * 10 + ["TooOften"] * 2


def test_guessing_from_many_places_ends_as_soon(alice: User) -> None:
    for number in range(10):
        guess(Device(address=f"192.0.2.{number}"), 1)

    assert guess(Device(address="198.51.100.1"), 1) == ["TooOften"]


def test_who_guesses_many_accounts_from_one_place_is_stopped(alice: User) -> None:
    place = Device(address="192.0.2.1")
    for number in range(100):
        guess(place, 1, email=f"person{number}@example.org")

    with pytest.raises(TooOften):
        enter(place)
    assert enter(Device(address="192.0.2.2")) == alice


def test_an_owner_at_a_known_browser_is_not_locked_out(alice: User) -> None:
    stranger = Device(address="192.0.2.1")
    known = Device(address="192.0.2.1", cookie=Device().remembering(alice.id))
    guess(stranger, 12)

    with pytest.raises(TooOften):
        enter(stranger)
    assert enter(known) == alice


def test_at_a_known_browser_guessing_ends_as_well(alice: User) -> None:
    known = Device(cookie=Device().remembering(alice.id))

    assert guess(known, 12) == ["WrongCredentials"] * 10 + ["TooOften"] * 2


def test_a_browser_known_for_another_account_is_a_stranger(alice: User, bob: User) -> None:
    guess(Device(), 10)

    with pytest.raises(TooOften):
        enter(Device(cookie=Device().remembering(bob.id)))


def test_who_signs_in_uses_nothing_up(alice: User) -> None:
    for _ in range(15):
        assert enter(Device()) == alice


def test_ten_guesses_at_once_are_ten(app: Flask, alice: User) -> None:
    guess(Device(), 6)

    def try_once(_n: int) -> list[str]:
        with app.app_context():
            return guess(Device(), 1)

    with ThreadPoolExecutor(10) as threads:
        outcomes = [one for found in threads.map(try_once, range(10)) for one in found]

    assert sorted(outcomes) == ["TooOften"] * 6 + ["WrongCredentials"] * 4


def test_a_quarter_of_an_hour_later_it_may_be_tried_again(alice: User) -> None:
    guess(Device(), 12)

    with time_machine.travel(clock.now() + timedelta(minutes=15)):
        assert enter(Device()) == alice
