"""`flask user`."""

from __future__ import annotations

import pytest
from flask import Flask

from blogsite.models import Device, Registration, Session, User
from blogsite.models.errors import AccountSuspended
from tests.support.commands import objects, run
from tests.support.factories import PASSWORD, make_registration, make_user


def test_an_operator_activates_who_waits(app: Flask, dan: User) -> None:
    make_registration("Erin")

    done = run(app, "user", "activate", "ERIN@example.org")

    assert (done.exit_code, "can sign in now" in done.output) == (0, True)
    assert User.authenticate(email="erin@example.org", password=PASSWORD).name == "Erin"
    assert Registration.waiting_for("erin@example.org") == []


def test_nobody_is_activated_who_does_not_wait(app: Flask, alice: User) -> None:
    stranger = run(app, "user", "activate", "zoe@example.org")
    known = run(app, "user", "activate", alice.email)

    assert (stranger.exit_code, known.exit_code) == (1, 1)
    assert "No such registration waits" in stranger.output
    assert "has an account already" in known.output


def test_of_several_registrations_one_is_chosen(app: Flask, dan: User) -> None:
    first = make_registration("Erin", password="the horse of the first one")
    make_registration("Erin", password="the horse of somebody else")

    unclear = run(app, "user", "activate", "erin@example.org")
    done = run(app, "user", "activate", "erin@example.org", "--id", str(first.id))

    assert (unclear.exit_code, str(first.id) in unclear.output) == (1, True)
    assert done.exit_code == 0
    assert User.authenticate(email="erin@example.org", password="the horse of the first one")


def test_a_registration_that_was_just_activated_is_refused(
    app: Flask, dan: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    registration = make_registration("Erin")
    waiting = [registration]
    registration.vouch()
    monkeypatch.setattr(User, "find_by_email", lambda _email: None)
    monkeypatch.setattr(Registration, "waiting_for", lambda _email: waiting)

    done = run(app, "user", "activate", "erin@example.org")

    assert done.exit_code == 1
    assert "Traceback" not in done.output


def test_accounts_are_listed_for_people_and_for_programs(app: Flask, alice: User) -> None:
    table = run(app, "user", "list")
    listed = objects(run(app, "user", "list", "--json"))

    assert table.output.splitlines()[0].startswith("ID")
    assert "alice@example.org  Alice" in table.output
    assert [one["name"] for one in listed] == ["Dan", "Alice"]
    assert [one["administrator"] for one in listed] == [True, False]


def test_a_list_goes_on_where_it_ended(app: Flask, alice: User, bob: User, carol: User) -> None:
    first = objects(run(app, "user", "list", "--json", "--limit", "2"))
    rest = objects(run(app, "user", "list", "--json", "--after", first[-1]["id"]))

    assert [one["name"] for one in (*first, *rest)] == ["Dan", "Alice", "Bob", "Carol"]


def test_a_list_shows_only_whom_one_asks_for(app: Flask, dan: User, alice: User) -> None:
    alice.suspend(reason="spam")

    admins = objects(run(app, "user", "list", "--json", "--admin"))
    suspended = objects(run(app, "user", "list", "--json", "--suspended"))

    assert [one["name"] for one in admins] == ["Dan"]
    assert [(one["name"], one["reason"]) for one in suspended] == [("Alice", "spam")]


def test_a_list_of_nobody_says_so(app: Flask) -> None:
    done = run(app, "user", "list")

    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == "There are no accounts.\n"


def test_nonsense_in_the_place_of_an_id_is_wrong_use(app: Flask) -> None:
    assert run(app, "user", "list", "--after", "nonsense").exit_code == 2


def test_a_suspended_person_is_out_until_reinstated(app: Flask, alice: User) -> None:
    token = Session.start(alice, device=Device())

    done = run(app, "user", "suspend", alice.email, "--reason", "spam", "--json")

    assert objects(done)[0]["reason"] == "spam"
    assert Session.resume(token) is None
    with pytest.raises(AccountSuspended):
        User.authenticate(email=alice.email, password=PASSWORD)
    assert run(app, "user", "reinstate", alice.email).exit_code == 0
    assert User.authenticate(email=alice.email, password=PASSWORD) == alice


@pytest.mark.parametrize("verb", ["suspend", "reinstate"])
def test_nobody_is_suspended_who_has_no_account(app: Flask, verb: str) -> None:
    done = run(app, "user", verb, "nobody@example.org")

    assert (done.exit_code, done.output) == (1, "nobody@example.org has no account here.\n")


def test_a_reason_is_a_line(app: Flask, alice: User) -> None:
    done = run(app, "user", "suspend", alice.email, "--reason", "x" * 201)

    assert (done.exit_code, done.output) == (1, "Give the reason in fewer words.\n")


def test_what_is_listed_moves_no_cursor(app: Flask, dan: User) -> None:
    make_user("Erin\x1b[2J\u202e", email="erin@example.org")

    listed = run(app, "user", "list").output

    assert "\x1b" not in listed
    assert "\u202e" not in listed
