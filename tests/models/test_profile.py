"""What others see of a person, and the handle that is hers for good."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask

from blogsite.models import Handle, User, profile
from blogsite.models.errors import Invalid
from blogsite.models.handle import MOST
from blogsite.models.profile import LONGEST_BIO
from tests.support.factories import make_user

quick = pytest.mark.quick


def change(user: User, **given: Any) -> None:
    profile.change(user, **{"name": user.name, "handle": "", "bio": "", **given})


@quick
def test_a_person_says_who_she_is(alice: User) -> None:
    change(alice, name=" Alice  Liddell ", handle="@Alice", bio="I write.\r\n\r\nAbout rain. \n")

    stored = User.get(alice.id)
    assert (stored.name, stored.handle) == ("Alice Liddell", "alice")
    assert stored.bio == "I write.\n\nAbout rain."


@quick
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "\u200b"),
        ("name", "x" * 81),
        ("bio", "x" * (LONGEST_BIO + 1)),
        *(
            ("handle", wish)
            for wish in (
                *("a", "x" * 31, "-alice", "alice-", "a--b", "al ice", "a_b", "älice", "a.b"),
                *("a\u200bb", "admin", "Root", "@me"),
            )
        ),
    ],
)
def test_what_breaks_a_rule_is_refused_beside_its_field(
    alice: User, field: str, value: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        change(alice, **{field: value})

    assert refusal.value.field == field
    assert User.get(alice.id).name == "Alice"


@quick
def test_a_handle_is_never_anybody_elses(alice: User, carol: User) -> None:
    change(alice, handle="rain")
    change(alice, handle="snow")

    with pytest.raises(Invalid):
        change(carol, handle="rain")

    change(alice, handle="rain")
    assert User.get(alice.id).handle == "rain"


@quick
def test_nobody_hoards_handles(alice: User) -> None:
    for number in range(MOST):
        change(alice, handle=f"alice-{number}")

    with pytest.raises(Invalid):
        change(alice, handle="one-more")

    change(alice, handle="alice-0")
    assert User.get(alice.id).handle == "alice-0"


def test_of_many_who_want_a_handle_at_once_one_gets_it(app: Flask) -> None:
    people = [make_user(f"person-{number}") for number in range(6)]

    def wish(user: User) -> bool:
        with app.app_context():
            try:
                change(user, handle="the-one")
            except Invalid:
                return False
            return True

    with ThreadPoolExecutor(6) as threads:
        got = list(threads.map(wish, people))

    assert sorted(got) == [False] * 5 + [True]
    assert [one.handle for one in map(User.get, (user.id for user in people))].count("the-one") == 1
    assert Handle.collection().count_documents({}) == 1
