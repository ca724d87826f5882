"""Addresses made of the site's own rules, for tests that go through all of them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bson import ObjectId
from werkzeug.routing import Rule


def filled(rule: Rule, known: Mapping[str, object]) -> str:
    """The address of a rule: what is known in its place, else an id of nothing, or a word."""

    def part(match: re.Match[str]) -> str:
        nothing = str(ObjectId()) if match[1] == "object_id:" else "x"
        return str(known.get(match[2], nothing))

    return re.sub(r"<(\w+:)?(\w+)>", part, rule.rule)
