"""Who has asked for the deletion of the account: few pages are left, and they lead back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

View = Callable[..., Any]


def while_leaving(view: View) -> View:
    """Open this one to who is leaving too; stands below the decorator that says who may ask."""
    view.while_leaving = True  # type: ignore[attr-defined]
    return view


def open_to_leaving(view: View) -> bool:
    """Whether a view is."""
    return bool(getattr(view, "while_leaving", False))
