"""What readers see is changed in transactions, which tell other machines with their commit.

And each change says whose readers see it: one that does not throws out every page that is kept.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from pymongo import monitoring

from blogsite.database.connection import in_transaction
from blogsite.database.readership import EVERYTHING, ended_by
from tests.support.findings import Findings, current_test, judge
from tests.support.queries import DATABASES, SITE
from tests.support.run import is_worker

RULE = "every_change_that_readers_see_is_told"

# What is changed, and why all pages may be made anew for it.
COARSE: dict[tuple[str, str], str] = {
    ("delete", "memberships"): "a blog that is deleted is in the lists of all who belonged to it",
}

# What is changed outside of a transaction, and why that does no harm.
PIECEMEAL: dict[tuple[str, str], str] = {
    ("delete", "memberships"): "an account goes piece by piece, and a job that died begins again",
}

OURS = str(Path(__file__).resolve().parents[1])

_findings: Findings | None = None


def _the_site_itself() -> bool:
    """Whether it is a verb of the site that asks, and not a test by means of its documents."""
    frame = sys._getframe(1)
    while frame := frame.f_back:  # type: ignore[assignment]
        name = frame.f_code.co_filename
        if name.startswith(OURS) and name != __file__:
            return False
        if name.startswith(SITE) and not name.startswith(f"{SITE}/database"):
            return True
    return False


class Changes(monitoring.CommandListener):
    """Notes changes that are told too late, or of too much."""

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        if not event.database_name.startswith(DATABASES):
            return
        names = ended_by(event.command_name, event.command)
        if not names or not _the_site_itself():
            return
        change = (event.command_name, str(event.command[event.command_name]))
        told = f"{change[0]} of {change[1]} in {current_test()}"
        if not in_transaction.get() and change not in PIECEMEAL:
            _findings.add(f"outside of a transaction: {told}")  # type: ignore[union-attr]
        if EVERYTHING in names and change not in COARSE:
            _findings.add(f"ends every page: {told}")  # type: ignore[union-attr]
        _findings.add("told in its place")  # type: ignore[union-attr]

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None: ...

    def failed(self, event: monitoring.CommandFailedEvent) -> None: ...


def pytest_configure(config: pytest.Config) -> None:
    global _findings  # noqa: PLW0603 (one run per process)
    _findings = Findings(config, "changes")
    monitoring.register(Changes())


def pytest_sessionfinish(session: pytest.Session) -> None:
    if is_worker(session.config) or _findings is None:
        return
    if found := _findings.all():
        judge(session, RULE, [line for line in found if line != "told in its place"])
