"""What something costs the processor, whatever else the machine is doing."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

_STEPS = 2_000_000
_USUALLY = 0.1
"""Seconds that those steps take a core of 2024 that has nothing else to do."""


def quiet_seconds(act: Callable[[], Any]) -> float:
    """Seconds of processor time as a quiet core would take, without the measuring of coverage.

    A core that shares its caches with others is slower: what it takes for a known number of steps
    just before and just after says how much.
    """
    tracer = sys.gettrace()
    sys.settrace(None)
    try:
        before = _spent(_count)
        spent = _spent(act)
        slowness = max(before, _spent(_count)) / _USUALLY
    finally:
        sys.settrace(tracer)
    return spent / max(slowness, 1)


def _spent(act: Callable[[], Any]) -> float:
    began_at = time.process_time()
    act()
    return time.process_time() - began_at


def _count() -> int:
    total = 0
    for number in range(_STEPS):
        total += number
    return total
