"""What is wrong with somebody's CSS, and where."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

MOST = 20
"""How many are told at once."""

_HALVES = re.compile("[\ud800-\udfff]")


def whole(written: str) -> str:
    """With U+FFFD for half a character, which `\\d800` stands for: so browsers read it too."""
    return _HALVES.sub("\ufffd", written)


class Why(Enum):
    """What an objection is about."""

    LONG = "it is too long"
    OPEN = "a brace, a bracket, a quotation mark or a comment is never closed"
    UNKNOWN = "it is not understood"
    AT_RULE = "such an @-rule does not stay"
    NESTED = "a rule stands inside of another one"
    SELECTOR = "it selects what is not there, or not ours to change"
    PROPERTY = "such a property does not stay"
    FUNCTION = "such a function does not stay"
    ADDRESS = "it would fetch a file from elsewhere"
    DEEP = "too many parentheses, or conditions, stand inside each other"


@dataclass(frozen=True, kw_only=True)
class Objection:
    """One of them: the line it is in, and the word it is about, where there is one."""

    line: int
    why: Why
    what: str = ""


class Unfit(ValueError):
    """CSS that is not kept.

    Arguments:
        objections: why; the first ones.
    """

    def __init__(self, objections: Sequence[Objection]) -> None:
        self.objections = objections
        super().__init__(objections[0].why.value)


@dataclass
class Objections:
    """Those that were found so far, one for each line and reason."""

    found: list[Objection] = field(default_factory=list)

    def note(self, where: Any, why: Why, what: str = "") -> None:
        """Remember one, at a node of the tree or in a line."""
        line = where if isinstance(where, int) else where.source_line
        if not any((one.line, one.why) == (line, why) for one in self.found[-MOST:]):
            self.found.append(Objection(line=line, why=why, what=whole(what)))
