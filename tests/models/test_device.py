"""The browser somebody sits at, known by a cookie for the accounts signed in to from it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from bson import ObjectId
from flask import Flask

from blogsite.lib import clock
from blogsite.models import Device, User
from blogsite.models.device import REMEMBERED, named, near

pytestmark = pytest.mark.quick


def test_a_new_browser_knows_nobody(alice: User) -> None:
    assert not Device().knows(alice.id)
    assert Device().word == ""


def test_a_browser_remembers_who_has_signed_in(alice: User, bob: User) -> None:
    known = Device(cookie=Device().remembering(alice.id))

    assert known.knows(alice.id)
    assert not known.knows(bob.id)


def test_its_word_stays_when_others_sign_in(alice: User, bob: User) -> None:
    first = Device(cookie=Device().remembering(alice.id))
    both = Device(cookie=first.remembering(bob.id))

    assert both.word == first.word != Device(cookie=Device().remembering(alice.id)).word
    assert both.knows(alice.id)
    assert both.knows(bob.id)


def test_it_remembers_the_last_five(app: Flask) -> None:
    people = [ObjectId() for _ in range(6)]
    device = Device()
    for one in people:
        device = Device(cookie=device.remembering(one))

    assert [device.knows(one) for one in people] == [False, *[True] * 5]


@pytest.mark.parametrize("cookie", ["nonsense", "a.b.c", "é\x00"])
def test_a_forged_cookie_knows_nobody(alice: User, cookie: str) -> None:
    assert not Device(cookie=cookie).knows(alice.id)


def test_it_forgets_in_time(alice: User) -> None:
    known = Device(cookie=Device().remembering(alice.id))

    with time_machine.travel(clock.now() + REMEMBERED + timedelta(days=1)):
        assert not known.knows(alice.id)


def test_a_device_says_where_it_is_only_roughly(app: Flask) -> None:
    device = Device(address="192.0.2.57")

    assert near(device.place) == "192.0.2.*"
    assert near(Device(address="::1").place) == "this machine"
    assert (device.place, device.network) == ("192.0.2.0/24", "192.0.2.57")


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (X11; Linux) Firefox/132.0", "Firefox on Linux"),
        ("curl/8.5.0", "curl"),
        ("something on Windows", "Windows"),
        ("", "Unknown browser"),
    ],
)
def test_it_is_named_in_words(app: Flask, agent: str, words: str) -> None:
    assert named(agent) == words
