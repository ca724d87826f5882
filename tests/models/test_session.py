"""Signed-in browsers."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from blogsite.lib import clock
from blogsite.models import Device, Session, User
from blogsite.models.session import LIFETIME

pytestmark = pytest.mark.quick


def test_a_token_brings_back_its_user(alice: User) -> None:
    session = Session.resume(Session.start(alice, device=Device(agent="Lynx")))

    assert session is not None
    assert (session.user, session.user_agent) == (alice, "Lynx")


def test_the_database_does_not_know_the_token(alice: User) -> None:
    token = Session.start(alice, device=Device())

    assert token not in str(list(Session.collection().find()))


def test_an_ended_session_brings_nobody_back(alice: User) -> None:
    token = Session.start(alice, device=Device())

    Session.end(token)
    Session.end(token)

    assert Session.resume(token) is None


def test_a_session_ends_by_itself(alice: User) -> None:
    token = Session.start(alice, device=Device())

    with time_machine.travel(clock.now() + LIFETIME + timedelta(seconds=1)):
        assert Session.resume(token) is None


def test_a_session_of_a_deleted_user_brings_nobody_back(alice: User) -> None:
    token = Session.start(alice, device=Device())
    alice.delete()

    assert Session.resume(token) is None


@pytest.mark.parametrize("token", ["", "nonsense", "é" * 500])
def test_an_unknown_token_brings_nobody_back(alice: User, token: str) -> None:
    assert Session.resume(token) is None
