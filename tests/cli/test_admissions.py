"""`flask user invite`, `waiting`, `approve`, `reject`: who gets an account."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from blogsite import jobs
from blogsite.models import Registration, User, invitation
from blogsite.models.kept_letter import kept_letters
from tests.support.commands import objects, run
from tests.support.factories import BROWSER, address, make_registration
from tests.support.modes import give
from tests.support.visitor import Visitor

LINK = "http://localhost:5454/voucher/redeem/"


@pytest.fixture
def applicant(app: Flask, dan: User, monkeypatch: pytest.MonkeyPatch) -> Registration:
    """Erin, whose address is confirmed."""
    give(app, monkeypatch, registration="approval")
    registration = make_registration("Erin")
    registration.activate(browser=BROWSER)
    return registration


def test_an_invitation_is_a_link_to_hand_over(app: Flask, dan: User, reader: Visitor) -> None:
    done = run(app, "user", "invite")

    assert (done.exit_code, done.output.count("\n")) == (0, 1)
    assert done.output.startswith(LINK)
    assert reader.get(done.output.strip().removeprefix("http://localhost:5454")).status_code == 200


def test_many_are_made_at_once(app: Flask, dan: User) -> None:
    made = objects(run(app, "user", "invite", "--count", "3", "--days", "2", "--json"))
    listed = objects(run(app, "user", "invitations", "--json"))

    assert len({one["link"] for one in made}) == 3
    assert [one["id"] for one in listed] == [one["id"] for one in made]
    assert {(one["email"], one["taken"]) for one in listed} == {("", False)}


def test_one_may_be_for_one_address(app: Flask, dan: User) -> None:
    made = objects(run(app, "user", "invite", "--email", "Erin@Example.org", "--json"))

    assert made[0]["email"] == "Erin@example.org"


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (("--email", "nonsense"), 1, "@"),
        (("--email", "dan@example.org"), 1, "has an account already"),
        (("--email", "e@example.org", "--count", "2"), 2, "one invitation"),
        (("--days", "0"), 2, "--days"),
    ],
)
def test_a_refusal_is_a_sentence_and_a_status(
    app: Flask, dan: User, words: tuple[str, ...], status: int, sentence: str
) -> None:
    done = run(app, "user", "invite", *words)

    assert (done.exit_code, sentence in done.output) == (status, True)
    assert list(invitation.open_ones()) == []


def test_a_closed_site_invites_with_a_warning(
    app: Flask, dan: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(app, monkeypatch, registration="closed")

    done = run(app, "user", "invite")

    assert (done.exit_code, "closed" in done.stderr, LINK in done.stdout) == (0, True, True)


def test_a_list_says_which_are_taken(app: Flask, dan: User) -> None:
    make_registration(invited=invitation.invite())
    invitation.invite(lifetime=timedelta(0))

    listed = objects(run(app, "user", "invitations", "--json"))

    assert [one["taken"] for one in listed] == [True]


def test_an_invitation_is_taken_back(app: Flask, dan: User) -> None:
    invited = invitation.invite()

    done = run(app, "user", "uninvite", str(invited.id))
    again = run(app, "user", "uninvite", str(invited.id))

    assert (done.exit_code, again.exit_code) == (0, 1)
    assert "There is no such invitation" in again.output
    assert run(app, "user", "invitations").stderr == "There are no invitations.\n"
    assert run(app, "user", "uninvite", "nonsense").exit_code == 2


def test_who_waits_is_listed_and_approved(app: Flask, applicant: Registration) -> None:
    listed = objects(run(app, "user", "waiting", "--json"))

    done = run(app, "user", "approve", "ERIN@example.org")

    assert [(one["id"], one["email"]) for one in listed] == [(str(applicant.id), address("Erin"))]
    assert (done.exit_code, "can sign in now" in done.output) == (0, True)
    assert User.find_by_email(address("Erin"))
    jobs.run_due()
    assert "Your account is ready" in {letter.subject for letter in kept_letters().letters()}
    assert run(app, "user", "waiting").stderr == "Nobody waits for approval.\n"


def test_who_waits_is_rejected_by_id(app: Flask, applicant: Registration) -> None:
    done = run(app, "user", "reject", str(applicant.id), "--json")

    assert objects(done)[0]["email"] == address("Erin")
    assert Registration.collection().count_documents({}) == 0


def test_nobody_is_decided_about_twice(
    app: Flask, applicant: Registration, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(app, "user", "approve", address("Erin"))

    known = run(app, "user", "approve", address("Erin"))
    stranger = run(app, "user", "reject", "zoe@example.org")
    monkeypatch.setattr("blogsite.cli.admissions.application.find", lambda _who: applicant)
    late = [run(app, "user", verb, address("Erin")) for verb in ("approve", "reject")]

    assert (known.exit_code, known.output) == (1, "erin@example.org has an account already.\n")
    assert (stranger.exit_code, stranger.output) == (1, "zoe@example.org does not wait.\n")
    assert [one.exit_code for one in late] == [1, 1]
    assert all("meanwhile" in one.output for one in late)
