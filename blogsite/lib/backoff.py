"""Patience: how long to wait before starting again what ended too soon."""

from __future__ import annotations

import time


class Backoff:
    """Waits that double while things end at once, and begin anew after something lasted.

    Arguments:
        first: seconds before the second try; the first is never delayed.
        longest: seconds that a wait never exceeds.
        calm: seconds that count as having lasted.
    """

    def __init__(self, *, first: float = 0.5, longest: float = 30, calm: float = 10) -> None:
        self._first = first
        self._longest = longest
        self._calm = calm
        self._tried_at = -calm
        self.failures = 0

    @property
    def due(self) -> bool:
        """Whether it is time for the next try."""
        return time.monotonic() >= self._tried_at + self._wait

    def tried(self) -> None:
        """Note a try that is made now."""
        now = time.monotonic()
        lasted = now - self._tried_at - self._wait >= self._calm
        self.failures = 1 if lasted else self.failures + 1
        self._tried_at = now

    @property
    def _wait(self) -> float:
        if not self.failures:
            return 0
        return min(self._first * 2.0 ** (self.failures - 1), self._longest)
