"""Pull any plug while somebody writes: the words are there. `make crash` pulls it fifty times."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.crash.plans import VICTIMS, Plan
from tests.crash.profile import Profile
from tests.crash.run import runs
from tests.processes.running import RunningSite

pytestmark = [pytest.mark.browser, pytest.mark.processes]

SEED = 1  # a lost session, a new post and one of 20,000 words are among its runs


def test_no_word_is_lost_whatever_is_killed(playwright: Playwright, tmp_path: Path) -> None:
    site = RunningSite(tmp_path, THROTTLES="off")
    profile = Profile(playwright, tmp_path / "profile")
    try:
        site.run()
        plans = [Plan.of(SEED, number, pace=0.3) for number in range(len(VICTIMS))]
        outcomes = runs(plans, site=site, profile=profile)
    finally:
        profile.kill()
        site.tidy_up()

    assert {one.plan.victim for one in outcomes} == set(VICTIMS)
    assert any(one.plan.signed_out for one in outcomes)
    assert all(one.due for one in outcomes)
    assert [(one.plan, one.lost) for one in outcomes if one.lost] == []
    assert [one.plan for one in outcomes if one.offered_after_saving] == []
