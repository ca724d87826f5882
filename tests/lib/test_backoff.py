"""What ends at once is started again ever more slowly."""

from __future__ import annotations

import pytest

from blogsite.lib import backoff
from blogsite.lib.backoff import Backoff


class Clock:
    """A monotonic clock that stands still until it is told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(backoff, "time", clock)
    return clock


def test_the_first_try_and_the_one_after_a_long_life_are_not_delayed(clock: Clock) -> None:
    patience = Backoff(first=1, calm=10)
    assert patience.due
    patience.tried()

    clock.now += 60

    assert patience.due
    patience.tried()
    assert patience.failures == 1


def test_each_wait_is_twice_the_one_before_up_to_the_longest(clock: Clock) -> None:
    patience = Backoff(first=1, longest=5, calm=10)

    waits = [_wait(patience, clock) for _ in range(5)]

    assert waits == [1, 2, 4, 5, 5]
    assert patience.failures == 5


def _wait(patience: Backoff, clock: Clock) -> float:
    patience.tried()
    tried_at = clock.now
    while not patience.due:
        clock.now += 0.5
    return clock.now - tried_at
