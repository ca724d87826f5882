"""Addresses that scripts of our pages ask: nobody is led elsewhere, and refusals are JSON."""

from __future__ import annotations

from collections.abc import Callable

from flask import current_app, request
from flask.typing import ResponseReturnValue as Answer

View = Callable[..., Answer]


def scripted(view: View) -> View:
    """A view that answers a script; stands below the decorator that says who may ask."""
    view.scripted = True  # type: ignore[attr-defined] # kept by `functools.wraps`
    return view


def asked_by_script() -> bool:
    """Whether such a view answers this request."""
    view = current_app.view_functions.get(request.endpoint or "")
    return bool(getattr(view, "scripted", False))


def json_wanted() -> bool:
    """Whether whoever asks would rather have JSON than a page."""
    kinds = ["text/html", "application/json"]
    return request.accept_mimetypes.best_match(kinds) == "application/json"
