"""What every process of the run notices along the way, and one verdict on it at the end.

A house rule that watches the whole suite cannot fail a single test: it is reported as a test of
its own, after all the others.
"""

from __future__ import annotations

import os

import pytest

from tests.support.run import run_folder, worker_name

_JUDGED = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)


class Findings:
    """Sentences about one rule, from any process of the run."""

    def __init__(self, config: pytest.Config, rule: str) -> None:
        self._folder = run_folder(config) / rule
        self._folder.mkdir(exist_ok=True)
        self._own = self._folder / f"{worker_name(config)}.txt"

    def add(self, sentence: str) -> None:
        with self._own.open("a", encoding="utf-8") as lines:
            lines.write(" ".join(sentence.split()) + "\n")

    def all(self) -> list[str]:
        lines = (path.read_text(encoding="utf-8") for path in self._folder.glob("*.txt"))
        return sorted({line for text in lines for line in text.splitlines()})


def judge(session: pytest.Session, rule: str, problems: list[str]) -> None:
    """Report a rule as one more test, passed or failed, and let the run end accordingly."""
    if session.exitstatus not in _JUDGED:
        return
    report = pytest.TestReport(
        nodeid=f"tests/house/whole_run.py::{rule}",
        location=("tests/house/whole_run.py", None, rule),
        keywords={},
        outcome="failed" if problems else "passed",
        longrepr="\n".join(problems) or None,
        when="call",
    )
    session.config.hook.pytest_runtest_logreport(report=report)
    if problems:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def current_test() -> str:
    """The test that is running, as the report names it."""
    return os.environ.get("PYTEST_CURRENT_TEST", "no test").rpartition(" (")[0]
