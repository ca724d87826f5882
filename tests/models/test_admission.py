"""Who may come in: open to all, by approval, by invitation, or closed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from blogsite import jobs
from blogsite.lib import clock
from blogsite.models import Device, Registration, Ticket, User, admission, application, invitation
from blogsite.models.errors import Forbidden, Invalid, LinkExpired, LinkUsed, NotFound
from blogsite.models.kept_letter import kept_letters
from blogsite.models.registration import LIFETIME, WAITS
from tests.support.factories import BROWSER, PASSWORD, address, make_registration, make_user
from tests.support.modes import give

quick = pytest.mark.quick


@pytest.fixture
def approval(app: Flask, dan: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Dan decides who gets an account."""
    give(app, monkeypatch, registration="approval")


@pytest.fixture
def by_invitation(app: Flask, dan: User, monkeypatch: pytest.MonkeyPatch) -> None:
    give(app, monkeypatch, registration="invite")


def make_applicant(name: str = "Erin", **given: Any) -> Registration:
    registration = make_registration(name, **given)
    assert registration.activate(browser=BROWSER) is None
    return registration


def letters() -> list[tuple[str, str]]:
    jobs.run_due()
    return [(letter.to, letter.subject) for letter in kept_letters().letters()]


@quick
@pytest.mark.parametrize(
    ("mode", "all_", "applications", "invitations", "held"),
    [
        ("open", True, True, True, False),
        ("approval", False, True, True, True),
        ("invite", False, False, True, False),
        ("closed", False, False, False, False),
    ],
)
def test_each_mode_says_who_may_come(
    app: Flask,
    dan: User,
    monkeypatch: pytest.MonkeyPatch,
    mode: str,
    all_: bool,
    applications: bool,
    invitations: bool,
    held: bool,
) -> None:
    give(app, monkeypatch, registration=mode)

    assert admission.open_to_all() == all_
    assert admission.takes_applications() == applications
    assert admission.takes_invitations() == invitations
    assert admission.held_back() == held


# By approval


@quick
def test_a_confirmed_address_makes_an_applicant_and_no_user(approval: None) -> None:
    applicant = make_applicant()

    assert User.find_by_email(address("Erin")) is None
    assert list(application.waiting()) == [applicant]
    assert application.find("ERIN@example.org") == application.find(str(applicant.id)) == applicant


@quick
def test_who_has_not_confirmed_does_not_wait(approval: None) -> None:
    registration = make_registration()

    assert list(application.waiting()) == []
    assert application.find(address("Erin")) is application.find(str(registration.id)) is None


@quick
def test_confirming_again_changes_nothing(approval: None) -> None:
    applicant = make_applicant()
    since = applicant.confirmed_at

    assert applicant.activate(browser=None, new_password="my very own words") is None

    found = application.find(address("Erin"))
    assert found is not None
    assert (found.confirmed_at, found.password_hash) == (since, applicant.password_hash)


@quick
def test_the_password_is_the_one_that_the_owner_of_the_mailbox_chose(approval: None) -> None:
    registration = make_registration(password="chosen by a stranger")
    registration.activate(browser=None, new_password=PASSWORD)

    application.approve(registration)

    assert User.authenticate(email=address("Erin"), password=PASSWORD)


@quick
def test_of_several_registrations_the_confirmed_one_stays(approval: None) -> None:
    other = make_registration()
    applicant = make_applicant()

    assert Registration.waiting_for(address("Erin")) == [applicant]
    with pytest.raises(LinkUsed):
        other.activate(browser=BROWSER)


def test_approval_makes_the_account_and_says_so(approval: None) -> None:
    user = application.approve(make_applicant())

    assert User.authenticate(email=address("Erin"), password=PASSWORD) == user
    assert (address("Erin"), "Your account is ready") in letters()
    assert list(application.waiting()) == []


@pytest.mark.parametrize("tell", [True, False])
def test_a_rejection_leaves_nothing_and_may_be_told(approval: None, tell: bool) -> None:
    application.reject(make_applicant(), tell=tell)

    assert Registration.collection().count_documents({}) == 0
    assert ((address("Erin"), "No account this time") in letters()) == tell


@quick
def test_who_was_rejected_cannot_be_approved_any_more(approval: None) -> None:
    applicant = make_applicant()
    application.reject(applicant)

    for decide in (application.approve, application.reject):
        with pytest.raises(LinkUsed):
            decide(applicant)


def test_an_applicant_who_asks_for_the_letter_is_told_to_wait(approval: None) -> None:
    make_applicant()
    jobs.run_due()

    Registration.request_letter(address("Erin"), device=Device())

    assert (address("Erin"), "Your address is confirmed") in letters()


@quick
def test_nobody_waits_for_ever(approval: None) -> None:
    make_applicant()

    with time_machine.travel(clock.now() + WAITS - timedelta(hours=1)):
        assert len(list(application.waiting())) == 1
    with time_machine.travel(clock.now() + WAITS + timedelta(hours=1)):
        assert list(application.waiting()) == []


@quick
def test_the_first_account_on_this_machine_is_not_held_back(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(app, monkeypatch, registration="approval")

    first = make_registration("Dan").activate(browser=BROWSER)
    second = make_registration("Erin").activate(browser=BROWSER)

    assert first is not None
    assert (first.administrator, second) == (True, None)


def test_of_ten_first_ones_at_once_one_comes_in(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(app, monkeypatch, registration="approval")
    waiting = [make_registration(f"Person{n}") for n in range(10)]

    def activate(registration: Registration) -> bool:
        with app.app_context():
            return registration.activate(browser=BROWSER) is not None

    with ThreadPoolExecutor(10) as threads:
        assert sorted(threads.map(activate, waiting)) == [False] * 9 + [True]


@quick
def test_on_a_public_address_the_first_one_waits_too(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(app, monkeypatch, registration="approval", base_url="https://blogs.example")

    assert make_registration().activate(browser=BROWSER) is None


# By invitation


@quick
def test_without_an_invitation_nobody_registers(by_invitation: None) -> None:
    with pytest.raises(Forbidden):
        make_registration()


@quick
def test_with_one_somebody_does_and_it_is_used_up(by_invitation: None) -> None:
    invited = invitation.invite()

    user = make_registration(invited=invited).activate(browser=BROWSER)

    assert user is not None
    assert list(invitation.open_ones()) == []


@quick
def test_an_invitation_is_taken_at_once(by_invitation: None) -> None:
    invited = invitation.invite()
    registration = make_registration(invited=invited)

    found = invitation.by_token(invited.token)
    assert Registration.holding(found, browser=BROWSER) == registration
    for browser in (None, "another browser"):
        with pytest.raises(LinkUsed):
            Registration.holding(found, browser=browser)
    with pytest.raises(LinkUsed):
        make_registration("Zoe", invited=invited)
    assert Registration.waiting_for(address("Zoe")) == []


@quick
def test_taken_again_the_earlier_registration_is_void(by_invitation: None) -> None:
    invited = invitation.invite()
    mistyped = make_registration("Erni", invited=invited)
    right = make_registration("Erin", invited=invited, instead_of=mistyped)

    with pytest.raises(LinkUsed):
        mistyped.activate(browser=BROWSER)
    with pytest.raises(LinkUsed):
        make_registration("Zoe", invited=invited, instead_of=mistyped)
    assert right.activate(browser=BROWSER)
    with pytest.raises(LinkUsed):
        invitation.by_token(invited.token)


def test_ten_at_once_with_one_invitation_and_one_comes_in(app: Flask, by_invitation: None) -> None:
    invited = invitation.invite()

    def register(n: int) -> bool:
        with app.app_context():
            try:
                found = invitation.by_token(invited.token)
                return bool(make_registration(f"Person{n}", invited=found))
            except LinkUsed:
                return False

    with ThreadPoolExecutor(10) as threads:
        assert sorted(threads.map(register, range(10))) == [False] * 9 + [True]
    assert Registration.collection().count_documents({}) == 1


@quick
def test_unused_it_is_good_again_until_its_own_end(by_invitation: None) -> None:
    invited = invitation.invite(lifetime=timedelta(days=7))
    make_registration(invited=invited)

    with time_machine.travel(clock.now() + LIFETIME + timedelta(minutes=1)):
        again = invitation.by_token(invited.token)
        assert make_registration("Zoe", invited=again).activate(browser=BROWSER)
    with time_machine.travel(clock.now() + timedelta(days=8)), pytest.raises(LinkExpired):
        invitation.by_token(invited.token)


@quick
def test_who_registered_in_time_activates_after_its_end(by_invitation: None) -> None:
    invited = invitation.invite(lifetime=timedelta(hours=1))
    registration = make_registration(invited=invited)
    invited.delete()

    with time_machine.travel(clock.now() + timedelta(hours=2)):
        assert registration.activate(browser=BROWSER)


@quick
def test_an_invitation_for_one_address_is_for_no_other(by_invitation: None) -> None:
    invited = invitation.invite(email=address("Erin"))

    with pytest.raises(Invalid):
        make_registration("Zoe", invited=invited)

    assert make_registration("Erin", invited=invited)


@quick
def test_nobody_is_invited_who_is_here(by_invitation: None, dan: User) -> None:
    with pytest.raises(Invalid):
        invitation.invite(email=dan.email.upper())


@quick
def test_an_invitation_skips_the_waiting_list(approval: None) -> None:
    assert make_registration(invited=invitation.invite()).activate(browser=BROWSER)


@quick
def test_a_closed_site_takes_no_invitation(
    app: Flask, dan: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(app, monkeypatch, registration="closed")

    with pytest.raises(Forbidden):
        make_registration(invited=invitation.invite())


@quick
def test_an_invitation_taken_back_is_worth_nothing(by_invitation: None) -> None:
    unused, taken = invitation.invite(), invitation.invite()
    registration = make_registration(invited=taken)

    invitation.revoke(unused.id)
    invitation.revoke(taken.id)

    with pytest.raises(LinkUsed):
        invitation.by_token(unused.token)
    with pytest.raises(LinkUsed):
        registration.activate(browser=BROWSER)
    with pytest.raises(NotFound):
        invitation.revoke(unused.id)


@quick
def test_other_tickets_are_no_invitations(by_invitation: None, dan: User) -> None:
    other = Ticket.issue("password-reset", lifetime=timedelta(hours=1), user=dan)

    with pytest.raises(NotFound):
        invitation.revoke(other.id)
    assert list(invitation.open_ones()) == []


# Closed


@quick
@pytest.mark.parametrize("mode", ["closed", "invite"])
def test_who_registered_before_activates_all_the_same(
    app: Flask, dan: User, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    registration = make_registration()
    give(app, monkeypatch, registration=mode)

    assert registration.activate(browser=BROWSER)


@quick
@pytest.mark.parametrize("mode", ["closed", "invite", "approval"])
def test_whoever_runs_the_site_makes_accounts_in_every_mode(
    app: Flask, dan: User, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    give(app, monkeypatch, registration=mode)

    assert make_user("Erin") == User.find_by_email(address("Erin"))
