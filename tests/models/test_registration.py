"""From asking for an account to having one."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from blogsite.jobs import Job
from blogsite.lib import clock
from blogsite.models import Device, Registration, User
from blogsite.models.errors import Invalid, LinkExpired, LinkUnknown, LinkUsed, WrongCredentials
from blogsite.models.registration import LIFETIME
from tests.support.factories import BROWSER, PASSWORD, address, make_registration, make_user

quick = pytest.mark.quick


def kinds_of_letters() -> list[str]:
    return [job.kind for job in Job.load_all(Job.collection().find({"state": "waiting"}))]


@quick
def test_registering_does_the_same_whoever_has_an_account(alice: User) -> None:
    for email in ("erin@example.org", "ALICE@example.org"):
        Registration.request(email=email, password=PASSWORD, name="", browser="b", device=Device())

    assert kinds_of_letters() == ["registration-letter"] * 2
    assert Registration.collection().count_documents({}) == 2


@quick
def test_nobody_can_sign_in_before_activation(app: Flask) -> None:
    make_registration("Erin")

    with pytest.raises(WrongCredentials):
        User.authenticate(email=address("Erin"), password=PASSWORD)


@quick
def test_the_browser_that_registered_activates_with_one_click(app: Flask) -> None:
    user = make_registration("Erin").activate(browser=BROWSER)

    assert User.authenticate(email=address("Erin"), password=PASSWORD) == user


@quick
def test_another_browser_needs_the_password_chosen_at_registration(app: Flask) -> None:
    registration = make_registration("Erin")

    with pytest.raises(Invalid) as refusal:
        registration.activate(browser="another", password="a guess")

    assert refusal.value.field == "password"
    assert registration.activate(browser=None, password=PASSWORD).email == address("Erin")


@quick
def test_the_owner_of_the_mailbox_may_choose_a_new_password(app: Flask) -> None:
    registration = make_registration("Erin", password="chosen by a stranger")

    registration.activate(browser=None, new_password=PASSWORD)

    assert User.authenticate(email=address("Erin"), password=PASSWORD)
    with pytest.raises(WrongCredentials):
        User.authenticate(email=address("Erin"), password="chosen by a stranger")


@quick
def test_several_may_wait_for_one_address_and_one_gets_it(app: Flask) -> None:
    first, second = make_registration("Erin"), make_registration("Erin")

    first.activate(browser=BROWSER)

    with pytest.raises(LinkUsed):
        second.activate(browser=BROWSER)
    assert User.collection().count_documents({}) == 1
    assert Registration.collection().count_documents({}) == 0


@quick
def test_a_link_leads_to_its_registration(app: Flask) -> None:
    registration = make_registration("Erin")

    assert Registration.by_token(registration.token) == registration


@quick
def test_a_link_works_once(app: Flask) -> None:
    registration = make_registration("Erin")
    token = registration.token
    registration.activate(browser=BROWSER)

    with pytest.raises(LinkUsed):
        Registration.by_token(token)


@quick
def test_a_link_expires_after_two_days(app: Flask) -> None:
    token = make_registration("Erin").token

    with (
        time_machine.travel(clock.now() + LIFETIME + timedelta(seconds=2)),
        pytest.raises(LinkExpired),
    ):
        Registration.by_token(token)


@quick
def test_a_letter_that_left_late_expires_with_its_registration(app: Flask) -> None:
    registration = make_registration("Erin")
    with time_machine.travel(clock.now() + timedelta(days=1)):
        token = registration.token
    registration.delete()

    with time_machine.travel(clock.now() + LIFETIME), pytest.raises(LinkExpired):
        Registration.by_token(token)


@quick
@pytest.mark.parametrize(
    "damage",
    [
        lambda token: token[:-3],
        lambda token: "x" + token,
        lambda _token: "",
        lambda _token: "é\x00",
    ],
)
def test_a_damaged_link_is_unknown(app: Flask, damage: Callable[[str], str]) -> None:
    token = make_registration("Erin").token

    with pytest.raises(LinkUnknown):
        Registration.by_token(damage(token))


def test_ten_clicks_at_once_make_one_account(app: Flask) -> None:
    registration = make_registration("Erin")

    def click(_n: int) -> bool:
        with app.app_context():
            try:
                return bool(Registration.by_token(registration.token).activate(browser=BROWSER))
            except LinkUsed:
                return False

    with ThreadPoolExecutor(10) as threads:
        outcomes = list(threads.map(click, range(10)))

    assert sorted(outcomes) == [False] * 9 + [True]
    assert User.collection().count_documents({}) == 1


def test_ten_accounts_at_once_for_one_mailbox_become_one(app: Flask) -> None:
    def create(n: int) -> bool:
        with app.app_context():
            try:
                return bool(make_user("Erin", email=f"{'Erin' if n % 2 else 'erin'}@example.org"))
            except Invalid:
                return False

    with ThreadPoolExecutor(10) as threads:
        outcomes = list(threads.map(create, range(10)))

    assert sorted(outcomes) == [False] * 9 + [True]


def test_of_ten_first_accounts_at_once_one_is_the_administrator(app: Flask) -> None:
    def create(n: int) -> bool:
        with app.app_context():
            return make_user(f"Person{n}").administrator

    with ThreadPoolExecutor(10) as threads:
        outcomes = list(threads.map(create, range(10)))

    assert sorted(outcomes) == [False] * 9 + [True]
