"""Passkeys: what is kept of them, and what proves nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from blogsite.lib import clock
from blogsite.models import Device, Passkey, SecurityEvent, User, passkey_ceremonies, ways_in
from blogsite.models.errors import AccountSuspended, Invalid, NotFound, WrongCredentials
from blogsite.models.passkey_ceremonies import (
    question_to_add,
    question_to_confirm,
    question_to_sign_in,
)
from tests.support.soft_authenticator import SoftAuthenticator

pytestmark = pytest.mark.quick

HERE = Device(agent="Firefox on Linux")
LATER = timedelta(minutes=6)


def add(user: User, soft: SoftAuthenticator, *, name: str = "Laptop") -> Passkey:
    answer = soft.make(question_to_add(user))
    return passkey_ceremonies.add(answer, user=user, name=name, device=HERE)


def sign_in(answer: str) -> User:
    return passkey_ceremonies.sign_in(answer, device=HERE)


def events(user: User) -> list[str]:
    return [event.kind for event in SecurityEvent.of(user).events]


@pytest.fixture
def soft() -> SoftAuthenticator:
    return SoftAuthenticator()


@pytest.fixture
def passkey(alice: User, soft: SoftAuthenticator) -> Passkey:
    return add(alice, soft)


def test_a_passkey_signs_in_without_an_address(
    alice: User, passkey: Passkey, soft: SoftAuthenticator
) -> None:
    assert sign_in(soft.sign(question_to_sign_in())) == alice
    assert passkey.refresh()
    assert (passkey.sign_count, passkey.used_at is None) == (1, False)
    assert "passkey-added" in events(alice)


def test_a_passkey_without_a_counter_signs_in_again_and_again(alice: User) -> None:
    soft = SoftAuthenticator(counts=False)
    add(alice, soft)

    assert [sign_in(soft.sign(question_to_sign_in())) for _ in range(3)] == [alice] * 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "http://localhost:5455"},
        {"origin": "https://evil.example"},
        {"rp_id": "evil.example"},
        {"verified": False},
        {"user_handle": b"somebody els"},
        {"user_handle": b""},
        {"credential_id": b"another"},
        {"key": SoftAuthenticator().key},
    ],
    ids=["port", "site", "party", "unseen", "somebody else", "nobody", "unknown", "key"],
)
def test_what_proves_nothing_is_refused(
    alice: User, passkey: Passkey, soft: SoftAuthenticator, wrong: dict[str, object]
) -> None:
    vars(soft).update(wrong)

    with pytest.raises(WrongCredentials):
        sign_in(soft.sign(question_to_sign_in()))

    assert passkey.refresh()
    assert (passkey.sign_count, passkey.copied) == (0, False)


@pytest.mark.parametrize(
    "wrong", [{"origin": "https://evil.example"}, {"rp_id": "evil.example"}, {"verified": False}]
)
def test_a_passkey_made_elsewhere_or_without_a_look_is_not_kept(
    alice: User, wrong: dict[str, object]
) -> None:
    with pytest.raises(Invalid):
        add(alice, SoftAuthenticator(**wrong))  # type: ignore[arg-type]

    assert Passkey.of(alice) == []


def test_a_challenge_is_good_for_its_purpose_only(
    alice: User, passkey: Passkey, soft: SoftAuthenticator
) -> None:
    for question in (question_to_add(alice), question_to_confirm(alice, [passkey])):
        with pytest.raises(WrongCredentials):
            sign_in(soft.sign(question))


def test_a_challenge_to_confirm_is_good_for_its_user_only(
    alice: User, bob: User, passkey: Passkey, soft: SoftAuthenticator
) -> None:
    for question in (question_to_confirm(bob, []), question_to_sign_in()):
        with pytest.raises(WrongCredentials):
            passkey_ceremonies.confirm(soft.sign(question), user=alice, device=HERE)


def test_nobody_confirms_by_somebody_elses_passkey(
    bob: User, passkey: Passkey, soft: SoftAuthenticator
) -> None:
    with pytest.raises(WrongCredentials):
        passkey_ceremonies.confirm(soft.sign(question_to_confirm(bob, [])), user=bob, device=HERE)


def test_who_is_asked_for_his_passkey_confirms_by_it(
    alice: User, passkey: Passkey, soft: SoftAuthenticator
) -> None:
    soft.user_handle = b""  # as old keys answer, which are asked by their names

    passkey_ceremonies.confirm(
        soft.sign(question_to_confirm(alice, [passkey])), user=alice, device=HERE
    )

    assert passkey.refresh()
    assert passkey.sign_count == 1


def test_a_registration_of_another_user_is_refused(alice: User, bob: User) -> None:
    answer = SoftAuthenticator().make(question_to_add(alice))

    with pytest.raises(Invalid):
        passkey_ceremonies.add(answer, user=bob, name="", device=HERE)


def test_an_answer_is_good_once(alice: User, passkey: Passkey, soft: SoftAuthenticator) -> None:
    answer = soft.sign(question_to_sign_in())
    sign_in(answer)

    with pytest.raises(WrongCredentials):
        sign_in(answer)

    assert passkey.refresh()
    assert not passkey.copied


def test_a_late_answer_is_refused(alice: User, passkey: Passkey, soft: SoftAuthenticator) -> None:
    answer = soft.sign(question_to_sign_in())

    with time_machine.travel(clock.now() + LATER), pytest.raises(WrongCredentials):
        sign_in(answer)


@pytest.mark.parametrize(
    "change",
    [lambda word: word[:-4], lambda word: "X" + word[1:], lambda _: "", lambda _: "nonsense"],
    ids=["truncated", "tampered", "empty", "nonsense"],
)
def test_a_challenge_that_is_not_ours_is_refused(
    alice: User, passkey: Passkey, soft: SoftAuthenticator, change: Callable[[str], str]
) -> None:
    question = json.loads(question_to_sign_in())
    question["challenge"] = change(question["challenge"])

    with pytest.raises(WrongCredentials):
        sign_in(soft.sign(json.dumps(question)))


def garbage(answer: str) -> list[str]:
    whole = json.loads(answer)
    without = [json.dumps({k: v for k, v in whole.items() if k != gone}) for gone in whole]
    inside = [
        json.dumps({**whole, "response": {**whole["response"], name: odd}})
        for name in whole["response"]
        for odd in (None, 7, [], {}, "", "é", "====", "AAAA", "_" * 5)
    ]
    odd = ["", "null", "[]", "{}", "7", '"x"', "[" * 100_000, "\ud800", "{" * 70_000, answer[:-9]]
    return [*odd, *without, *inside, json.dumps({**whole, "id": "AAAA"})]


def test_garbage_never_signs_in(alice: User, passkey: Passkey, soft: SoftAuthenticator) -> None:
    for odd in garbage(soft.sign(question_to_sign_in())):
        with pytest.raises(WrongCredentials):
            sign_in(odd)


def test_garbage_never_becomes_a_passkey(alice: User, soft: SoftAuthenticator) -> None:
    answer = soft.make(question_to_add(alice))
    broken = [odd for odd in garbage(answer) if '"transports": ["' in odd or "transp" not in odd]

    for odd in broken:
        with pytest.raises(Invalid):
            passkey_ceremonies.add(odd, user=alice, name="", device=HERE)

    assert Passkey.of(alice) == []


def test_a_counter_that_does_not_rise_closes_the_passkey_until_it_is_removed(
    alice: User, passkey: Passkey, soft: SoftAuthenticator
) -> None:
    soft.sign_count = 7
    sign_in(soft.sign(question_to_sign_in()))
    soft.sign_count = 3

    for _ in range(9):
        with pytest.raises(WrongCredentials, match="copy"):
            sign_in(soft.sign(question_to_sign_in()))

    assert passkey.refresh()
    assert passkey.copied
    assert events(alice).count("passkey-copied") == 1
    assert ways_in.count(alice) == 1
    passkey.remove(by=alice, device=HERE)
    assert Passkey.of(alice) == []


def test_a_passkey_of_an_account_that_is_gone_opens_nothing(
    alice: User, passkey: Passkey, soft: SoftAuthenticator
) -> None:
    alice.delete()

    with pytest.raises(WrongCredentials):
        sign_in(soft.sign(question_to_sign_in()))


def test_who_is_suspended_is_kept_out(
    alice: User, passkey: Passkey, soft: SoftAuthenticator
) -> None:
    alice.suspend()

    with pytest.raises(AccountSuspended):
        sign_in(soft.sign(question_to_sign_in()))


def test_the_last_way_in_stays(alice: User, passkey: Passkey) -> None:
    alice.update({"password_hash": None}, expecting={})

    with pytest.raises(Invalid):
        passkey.remove(by=alice, device=HERE)

    assert Passkey.of(alice) == [passkey]


def test_a_removed_passkey_opens_nothing(
    alice: User, passkey: Passkey, soft: SoftAuthenticator
) -> None:
    passkey.remove(by=alice, device=HERE)

    with pytest.raises(WrongCredentials):
        sign_in(soft.sign(question_to_sign_in()))
    with pytest.raises(NotFound):
        passkey.remove(by=alice, device=HERE)
    with pytest.raises(NotFound):
        passkey.rename("Nothing")


def test_one_authenticator_serves_one_account(
    alice: User, bob: User, passkey: Passkey, soft: SoftAuthenticator
) -> None:
    with pytest.raises(Invalid):
        add(bob, soft)


def test_a_new_passkey_is_not_asked_of_where_one_is(alice: User, passkey: Passkey) -> None:
    asked = json.loads(question_to_add(alice))

    assert len(asked["excludeCredentials"]) == 1
    assert asked["authenticatorSelection"]["residentKey"] == "required"
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert asked["rp"]["id"] == "localhost"


@pytest.mark.parametrize(("given", "kept"), [("  My\tkey ", "My key"), ("", "Laptop")])
def test_a_passkey_has_a_name(passkey: Passkey, given: str, kept: str) -> None:
    passkey.rename(given)

    assert passkey.refresh()
    assert passkey.name == kept


def test_all_passkeys_of_an_account_can_be_forgotten(
    alice: User, bob: User, passkey: Passkey
) -> None:
    add(bob, SoftAuthenticator(credential_id=b"Bob's"))

    assert Passkey.forget_all(alice) == 1
    assert (Passkey.of(alice), len(Passkey.of(bob))) == ([], 1)
