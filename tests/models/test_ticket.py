"""What one-time links stand for, and words that were good once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from blogsite.lib import clock
from blogsite.models import Ticket, User
from blogsite.models.errors import LinkExpired, LinkUnknown, LinkUsed
from blogsite.models.spent import Spent

quick = pytest.mark.quick
HOUR = timedelta(hours=1)


@quick
def test_a_link_means_its_ticket_and_looking_changes_nothing(alice: User) -> None:
    ticket = Ticket.issue("tea", lifetime=HOUR, user=alice, sort="green")

    for _ in range(2):
        found = Ticket.by_token(ticket.token, purpose="tea")
        assert (found, found.user, found.details) == (ticket, alice, {"sort": "green"})


@quick
def test_a_used_ticket_opens_nothing(alice: User) -> None:
    ticket = Ticket.issue("tea", lifetime=HOUR, user=alice)
    ticket.use()

    with pytest.raises(LinkUsed) as refusal:
        Ticket.by_token(ticket.token, purpose="tea")
    assert refusal.value.purpose == "tea"
    with pytest.raises(LinkUsed):
        ticket.use()


@quick
def test_a_ticket_is_good_for_its_purpose_only(alice: User) -> None:
    ticket = Ticket.issue("tea", lifetime=HOUR, user=alice)

    with pytest.raises(LinkUnknown):
        Ticket.by_token(ticket.token, purpose="coffee")


@quick
def test_a_ticket_grows_old(alice: User) -> None:
    ticket = Ticket.issue("tea", lifetime=HOUR, user=alice)

    with time_machine.travel(clock.now() + HOUR + timedelta(seconds=1)), pytest.raises(LinkExpired):
        Ticket.by_token(ticket.token, purpose="tea")


@quick
def test_an_old_ticket_that_is_removed_is_old_and_not_used(alice: User) -> None:
    ticket = Ticket.issue("tea", lifetime=HOUR, user=alice)
    ticket.delete()

    with time_machine.travel(clock.now() + 2 * HOUR), pytest.raises(LinkExpired):
        Ticket.by_token(ticket.token, purpose="tea")


@quick
def test_tickets_are_voided_by_purpose_or_all(alice: User, bob: User) -> None:
    for user in (alice, bob):
        for purpose in ("tea", "coffee"):
            Ticket.issue(purpose, lifetime=HOUR, user=user)

    Ticket.void(alice, "tea")
    left = [one["purpose"] for one in Ticket.collection().find({"user_id": alice.id})]
    Ticket.void(alice)

    assert left == ["coffee"]
    assert Ticket.collection().count_documents({"user_id": alice.id}) == 0
    assert Ticket.collection().count_documents({"user_id": bob.id}) == 2


@quick
def test_a_ticket_of_nobody_or_of_who_is_gone_has_no_user(alice: User) -> None:
    nobodys = Ticket.issue("tea", lifetime=HOUR)
    gone = Ticket.issue("tea", lifetime=HOUR, user=alice)
    alice.delete()

    for ticket in (nobodys, gone):
        with pytest.raises(LinkUsed):
            ticket.user  # noqa: B018 (looking raises)


def test_of_ten_at_once_one_uses_it(app: Flask, alice: User) -> None:
    ticket = Ticket.issue("tea", lifetime=HOUR, user=alice)

    def use(_n: int) -> bool:
        with app.app_context():
            try:
                Ticket.by_token(ticket.token, purpose="tea").use()
            except LinkUsed:
                return False
            return True

    with ThreadPoolExecutor(10) as threads:
        assert sorted(threads.map(use, range(10))) == [False] * 9 + [True]


@quick
def test_a_word_is_good_once(app: Flask) -> None:
    assert Spent.spend("a state", lifetime=HOUR)
    assert not Spent.spend("a state", lifetime=HOUR)
    assert Spent.spend("another", lifetime=HOUR)
    assert "a state" not in str(list(Spent.collection().find()))


def test_of_ten_at_once_one_spends_it(app: Flask) -> None:
    def spend(_n: int) -> bool:
        with app.app_context():
            return Spent.spend("a state", lifetime=HOUR)

    with ThreadPoolExecutor(10) as threads:
        assert sorted(threads.map(spend, range(10))) == [False] * 9 + [True]
