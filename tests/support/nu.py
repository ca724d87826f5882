"""The Nu HTML checker, over many files at once: starting it takes seconds."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.support.code import ROOT
from tests.support.java import find_java

CHECKER = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
_ASKED = ("--format", "json", "--errors-only", "--exit-zero-always")
_PATIENCE = 240  # seconds


class NotThere(Exception):
    """There is no checker, or no Java to run it; the sentence says what to do."""


def errors(files: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """What is wrong with some pages: which one, and where and why in a sentence.

    Raises:
        NotThere: the checker cannot be run.
    """
    names = [str(file) for file in sorted(files)]
    if not names:
        return
    if (java := find_java()) is None or not CHECKER.exists():
        raise NotThere("The Nu HTML checker is not there: run bin/setup-test-tools.")
    command = [java, "-jar", str(CHECKER), *_ASKED, *names]
    asked = subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=True)
    for message in json.loads(asked.stderr)["messages"]:
        excerpt = message.get("extract", "").strip()
        said = f"line {message.get('lastLine')}: {message['message']}\n    {excerpt}"
        yield Path(message["url"].removeprefix("file:")), said
