"""The command line as tests use it."""

from __future__ import annotations

import json
from typing import Any

from click.testing import Result
from flask import Flask


def run(app: Flask, *words: str, typed: str | None = None) -> Result:
    """Run a command; `typed` is what the person answers."""
    result = app.test_cli_runner().invoke(args=list(words), input=typed)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def objects(result: Result) -> list[dict[str, Any]]:
    """What a command printed with `--json`."""
    return [json.loads(line) for line in result.stdout.splitlines()]
