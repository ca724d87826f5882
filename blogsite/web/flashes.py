"""One-time messages after an act."""

from __future__ import annotations

from typing import Any

from flask import get_flashed_messages, has_request_context, session


def flashes() -> list[tuple[str, str]]:
    """The messages that wait for this visitor, as (category, sentence)."""
    if not has_request_context() or "_flashes" not in session:
        return []
    waiting: Any = get_flashed_messages(with_categories=True)
    return [(str(category), str(sentence)) for category, sentence in waiting]
