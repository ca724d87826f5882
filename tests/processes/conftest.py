"""What the tests of whole processes share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.processes.running import RunningSite

Prepare = Callable[..., RunningSite]


@pytest.fixture
def prepare(tmp_path: Path) -> Iterator[Prepare]:
    """Makes sites that are not started yet; whatever of them still runs at the end is killed."""
    made: list[RunningSite] = []

    def one(**settings: str) -> RunningSite:
        made.append(RunningSite(tmp_path, **settings))
        return made[-1]

    yield one
    for site in made:
        site.tidy_up()


@pytest.fixture
def site(prepare: Prepare) -> RunningSite:
    """A site that runs."""
    made = prepare()
    made.run()
    return made
