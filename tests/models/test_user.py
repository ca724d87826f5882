"""Accounts."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from argon2 import PasswordHasher
from flask import Flask

from blogsite.lib import passwords
from blogsite.models import User
from blogsite.models.errors import Invalid, NotFound, WrongCredentials
from blogsite.models.user import shown_name
from tests.support.factories import PASSWORD, address, make_user

pytestmark = pytest.mark.quick


def test_the_first_account_becomes_the_administrator(app: Flask) -> None:
    assert make_user("Dan").administrator


def test_the_second_account_does_not(dan: User, alice: User) -> None:
    assert not alice.administrator


def test_an_administrator_can_be_made_at_any_time(dan: User) -> None:
    assert make_user("Eve", administrator=True).administrator


def test_one_mailbox_has_one_account(alice: User) -> None:
    with pytest.raises(Invalid) as refusal:
        make_user("Other", email="ALICE@example.org")

    assert refusal.value.field == "email"


def test_a_person_is_found_however_the_address_is_spelled(alice: User) -> None:
    assert User.find_by_email("Alice@EXAMPLE.org") == alice
    assert User.find_by_email("nonsense") is None


def test_nobody_is_found_by_an_unknown_id(alice: User, draft: object) -> None:
    with pytest.raises(NotFound):
        User.get(draft.id)  # type: ignore[attr-defined]

    assert User.get(alice.id) == alice


def test_the_right_password_signs_in(alice: User) -> None:
    assert User.authenticate(email=address("Alice"), password=PASSWORD) == alice


@pytest.mark.parametrize(
    ("email", "password"),
    [("alice@example.org", "wrong"), ("nobody@example.org", PASSWORD), ("nonsense", PASSWORD)],
)
def test_a_wrong_half_is_not_named(alice: User, email: str, password: str) -> None:
    with pytest.raises(WrongCredentials) as refusal:
        User.authenticate(email=email, password=password)

    assert refusal.value.sentence == WrongCredentials.sentence


def test_an_outdated_hash_is_renewed_at_sign_in(alice: User) -> None:
    old = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
    alice.update({"password_hash": old}, expecting={})

    User.authenticate(email=alice.email, password=PASSWORD)

    stored = User.get(alice.id).password_hash
    assert stored != old
    assert passwords.matches(PASSWORD, stored)


def test_names_are_looked_up_together(alice: User, bob: User) -> None:
    found = User.bylines([alice.id, bob.id, alice.id])

    assert {user_id: one.name for user_id, one in found.items()} == {
        alice.id: "Alice",
        bob.id: "Bob",
    }


def test_without_a_name_others_see_what_stands_before_the_at() -> None:
    assert shown_name("", email="ada@example.org") == "ada"
    assert shown_name("Ada", email="ada@example.org") == "Ada"


@pytest.mark.parametrize("email", ["alice@example.org", "nobody@example.org", "nonsense"])
def test_every_failure_costs_one_look_at_a_hash(
    alice: User, email: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hasher = passwords._hasher
    looked_at = []

    def verify(hashed: str, password: str) -> bool:
        looked_at.append(hashed[:9])
        return hasher.verify(hashed, password)

    passwords.matches("", None)
    monkeypatch.setattr(passwords, "_hasher", SimpleNamespace(verify=verify))
    with pytest.raises(WrongCredentials):
        User.authenticate(email=email, password="wrong")

    assert looked_at == ["$argon2id"]
