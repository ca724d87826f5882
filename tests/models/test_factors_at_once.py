"""Ten at once with one proof: one of them comes through."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask

from blogsite.models import Device, Passkey, Session, User, passkey_ceremonies, second_factor
from blogsite.models.authenticator import Authenticator, Offer
from blogsite.models.errors import Refusal
from blogsite.models.passkey_ceremonies import question_to_add, question_to_sign_in
from tests.support.codes import code_of
from tests.support.soft_authenticator import SoftAuthenticator

pytestmark = pytest.mark.usefixtures("half_minute")

HERE = Device(agent="Firefox on Linux")
MANY = 10


def at_once(app: Flask, verb: Callable[[], object]) -> int:
    """How many of ten threads are not refused."""
    barrier = Barrier(MANY)

    def run(_: int) -> bool:
        with app.app_context():
            barrier.wait()
            try:
                verb()
            except Refusal:
                return False
        return True

    with ThreadPoolExecutor(MANY) as threads:
        return sum(threads.map(run, range(MANY)))


@pytest.fixture
def codes(alice: User) -> list[str]:
    """Alice's recovery codes."""
    token = Session.start(alice, device=HERE)
    session = Session.resume(token)
    assert session is not None
    offer = Offer.make(alice, session=session)
    return Authenticator.set_up(offer, code=code_of(offer.secret, ahead=-1), device=HERE)


def test_one_answer_of_a_passkey_signs_in_once(app: Flask, alice: User) -> None:
    soft = SoftAuthenticator()
    made = soft.make(question_to_add(alice))
    passkey = passkey_ceremonies.add(made, user=alice, name="", device=HERE)
    answer = soft.sign(question_to_sign_in())

    came_in = at_once(app, lambda: passkey_ceremonies.sign_in(answer, device=HERE))

    assert came_in == 1
    assert passkey.refresh()
    assert not passkey.copied


def test_one_answer_becomes_one_passkey(app: Flask, alice: User) -> None:
    answer = SoftAuthenticator().make(question_to_add(alice))

    kept = at_once(
        app, lambda: passkey_ceremonies.add(answer, user=User.get(alice.id), name="", device=HERE)
    )

    assert (kept, len(Passkey.of(alice))) == (1, 1)


def test_one_code_signs_in_once(app: Flask, alice: User, codes: list[str]) -> None:
    secret = Authenticator.get(alice).secret
    assert secret is not None
    code = code_of(secret)

    assert at_once(app, lambda: second_factor.prove(alice, code=code, device=HERE)) == 1


def test_one_recovery_code_signs_in_once(app: Flask, alice: User, codes: list[str]) -> None:
    came_in = at_once(app, lambda: second_factor.prove(alice, code=codes[0], device=HERE))

    assert came_in == 1
    assert Authenticator.get(alice).recovery_codes_left == 7
