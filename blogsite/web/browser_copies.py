"""What our scripts keep in a browser: which of it the next page of ours is to erase there."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response, after_this_request, session

from blogsite.models.autosave import Mark

_FIELD = "forget"
_ALL = "all"
_MOST = 20


def forget(marks: Iterable[Mark]) -> None:
    """These words are saved, or not wanted."""
    told = [*str(session.get(_FIELD, "")).split(), *map(str, marks)]
    if told:
        session[_FIELD] = " ".join(told[-_MOST:])


def forget_all() -> None:
    """Whoever sat here has signed out; what browsers understand of that does not wait."""
    session[_FIELD] = _ALL
    after_this_request(_clear)


def forgotten() -> str:
    """What this page is to erase, told once: marks, or `all`."""
    return str(session.pop(_FIELD)) if _FIELD in session else ""


def _clear(response: Response) -> Response:
    # Of an address without https only the script is left.
    response.headers["Clear-Site-Data"] = '"storage"'
    return response
