"""What the tests of whole processes share."""

from __future__ import annotations

import signal
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


@pytest.fixture(scope="session", autouse=True)
def _with_a_terminal() -> None:
    """A run that is to outlive its terminal ignores SIGHUP, and so would all that it starts."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.fixture(scope="module")
def unhurt_site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningSite]:
    """One site for all tests of a module, which leave it as it was; with the module's SETTINGS."""
    settings: dict[str, str] = getattr(request.module, "SETTINGS", {})
    made = RunningSite(tmp_path_factory.mktemp("site"), **settings)
    try:
        made.run()
        yield made
    finally:
        made.tidy_up()


@pytest.fixture
def site(prepare: Prepare) -> RunningSite:
    """A site that runs."""
    made = prepare()
    made.run()
    return made
