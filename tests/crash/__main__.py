"""`make crash`: many runs, their table, and how many words were lost: none may be."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.crash.plans import Plan
from tests.crash.profile import Profile
from tests.crash.run import Outcome, runs
from tests.processes.running import RunningSite


def main() -> int:
    wanted = argparse.ArgumentParser(prog="make crash", description=__doc__)
    wanted.add_argument("--runs", type=int, default=52)
    wanted.add_argument("--seed", type=int, default=int(time.time()))
    chosen = wanted.parse_args()
    # What was started is ended, also when this is told to stop.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    print(f"seed {chosen.seed}, {chosen.runs} runs", flush=True)
    with tempfile.TemporaryDirectory(prefix="blogsite-crash-") as name, sync_playwright() as made:
        site = RunningSite(Path(name), THROTTLES="off", LOG_FORMAT="text")
        profile = Profile(made, Path(name) / "profile")
        try:
            site.run()
            plans = (Plan.of(chosen.seed, number) for number in range(chosen.runs))
            outcomes = runs(plans, site=site, profile=profile, tell=_tell)
        finally:
            profile.kill()
            site.tidy_up()
    return _judged(outcomes)


def _tell(outcome: Outcome) -> None:
    print(outcome, flush=True)


def _judged(outcomes: list[Outcome]) -> int:
    victims = Counter(outcome.plan.victim for outcome in outcomes)
    due = sum(len(outcome.due) for outcome in outcomes)
    lost = sum(len(outcome.lost) for outcome in outcomes)
    empty = [outcome for outcome in outcomes if not outcome.due]
    stale = [outcome for outcome in outcomes if outcome.offered_after_saving]
    ages = sorted(outcome.oldest_missing for outcome in outcomes)
    print(f"\n{len(outcomes)} runs: {', '.join(f'{n} {name}' for name, n in victims.items())}")
    print(f"words typed more than 500 ms before the kill: {due}; lost: {lost}")
    print(f"oldest word that was missing: median {1000 * ages[len(ages) // 2]:.0f} ms, ", end="")
    print(f"at most {1000 * ages[-1]:.0f} ms before the kill")
    print(f"runs without a word that was due: {len(empty)}; offered after saving: {len(stale)}")
    return 1 if lost or stale or len(empty) * 2 > len(outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
