"""How often somebody may ask, counted in this process's memory: nothing is written anywhere.

For what changes nothing and costs a little. Each process counts by itself, and forgets when it
ends; `models.throttle` counts for all of them, in the database.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock


class Allowance:
    """So many times at once, then evenly (the generic cell rate algorithm, as in `throttle`).

    Arguments:
        times: how often at once.
        per: seconds after which all of it is there again.
        most: subjects that are remembered; of more, those that asked longest ago are forgotten.
        now: seconds of a clock that never goes back.
    """

    def __init__(
        self,
        *,
        times: int,
        per: float,
        most: int = 10_000,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._drop, self._depth = per / times, per - per / times
        self._most, self._now = most, now
        self._empty_at: OrderedDict[bytes, float] = OrderedDict()
        self._salt = secrets.token_bytes(16)
        self._lock = Lock()

    def take(self, subject: str) -> float:
        """Count one try.

        Arguments:
            subject: who asks; kept as a hash that nobody outside this process can make.

        Returns:
            0, or how many seconds to wait: then this try was one too many and is not counted.
        """
        key = hashlib.blake2b(subject.encode(), key=self._salt, digest_size=16).digest()
        with self._lock:
            now = self._now()
            full = max(self._empty_at.get(key, now), now)
            if full - now > self._depth:
                return full - now - self._depth
            self._empty_at[key] = full + self._drop
            self._empty_at.move_to_end(key)
            if len(self._empty_at) > self._most:
                self._empty_at.popitem(last=False)
        return 0.0
