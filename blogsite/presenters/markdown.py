"""A post as a file of Markdown: what is known about it in front, then what was written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

# Characters of JSON that YAML takes for the end of a line, or for nothing.
_ESCAPED = {ord(one): f"\\u{ord(one):04x}" for one in "\u2028\u2029\ufeff"}


def document(facts: Mapping[str, Any], source: str) -> str:
    """A file with front matter.

    Arguments:
        facts: names to words, numbers, moments or lists; what is None or empty is left out.
        source: Markdown.

    Returns:
        YAML between two lines of hyphens, each value written as JSON, which YAML reads too.
    """
    return "\n".join(["---", *_lines(facts), "---", "", source])


def _lines(facts: Mapping[str, Any]) -> Iterator[str]:
    for name, fact in facts.items():
        if fact not in (None, "", []):
            written = json.dumps(_plain(fact), ensure_ascii=False)
            yield f"{name}: {written.translate(_ESCAPED)}"


def _plain(fact: Any) -> Any:
    return fact.isoformat() if isinstance(fact, datetime) else fact
