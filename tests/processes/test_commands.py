"""Commands beside a running site, with nothing set but where its data are."""

from __future__ import annotations

import json

import pytest

from tests.processes.running import RunningSite

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("commands")]


@pytest.fixture
def site(unhurt_site: RunningSite) -> RunningSite:
    return unhurt_site


def test_a_demo_site_is_seeded_beside_the_running_one(site: RunningSite) -> None:
    done = site.flask("demo", "seed", "--blogs", "2", "--posts", "12", "--json")

    told = json.loads(done.stdout)
    assert (done.returncode, told["posts"]) == (0, 12)
    assert site.get(told["addresses"][0].removeprefix(f"http://localhost:{site.port}")) == 200


def test_a_sound_site_is_found_sound(site: RunningSite) -> None:
    checked = site.flask("db", "check")
    again = site.flask("db", "indexes")

    assert (checked.returncode, again.returncode) == (0, 0)
    assert "missing" not in again.stdout


def test_a_refusal_is_a_sentence_and_a_status(site: RunningSite) -> None:
    wrong = site.flask("user", "list", "--nonsense")
    nobody = site.flask("user", "suspend", "nobody@example.org")

    assert (wrong.returncode, nobody.returncode) == (2, 1)
    assert nobody.stderr == "nobody@example.org has no account here.\n"
