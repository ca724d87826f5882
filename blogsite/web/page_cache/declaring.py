"""How a view says that its page may be kept, and what the page shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, request, session
from flask.typing import ResponseReturnValue as Answer

from blogsite.lib import clock
from blogsite.web.current import current
from blogsite.web.languages import HEADER

PAGE = "blogsite.page"
"""Key of a request's environment: the `Declared` page, if it may be kept at all."""

_TOKEN = "csrf_token"  # noqa: S105 (where Flask-WTF notes that it has made one)
_ATTRIBUTE = "cached_by"

View = TypeVar("View", bound=Callable[..., Answer])


@dataclass
class Declared:
    """What a page has said of itself while it was made."""

    kept: bool = True
    began_at: datetime = field(default_factory=clock.now)
    shown: set[str] = field(default_factory=set)
    until: datetime | None = None
    fit: bool = False
    by_language: bool = False


def cached(*parameters: str) -> Callable[[View], View]:
    """A view whose page may be kept; it says by `shows` what the page shows.

    Arguments:
        parameters: of the query, which the page depends on. It never gets to see others.
    """

    def mark(view: View) -> View:
        setattr(view, _ATTRIBUTE, parameters)
        return view

    return mark


def shows(*names: str, until: Callable[[datetime], datetime | None] = lambda _: None) -> None:
    """Say what this page shows; without that it is not kept.

    It may be said before the queries or after them: what counts is what was there when the request
    began. It may also be said several times.

    Arguments:
        names: of generations, see `models.readers`.
        until: says when the earliest post comes due, after the moment at which the request began,
            that the page then shows as well, if any. It is asked only where that matters.
    """
    page: Declared | None = request.environ.get(PAGE)
    if page is not None:
        page.shown.update(names)
        coming = until(page.began_at) if page.kept else None
        page.until = min(filter(None, (page.until, coming)), default=None)


def parameters_of(app: Flask, endpoint: str) -> tuple[str, ...] | None:
    """Which parameters the page of an endpoint depends on; None: it is never kept."""
    found: Any = getattr(app.view_functions.get(endpoint), _ATTRIBUTE, None)
    return found if isinstance(found, tuple) else None


def judge(response: Response) -> Response:
    """Note whether the page that has been made is the same for every reader."""
    page: Declared | None = request.environ.get(PAGE)
    if page is not None and page.shown:
        endpoint = request.endpoint or ""
        page.by_language = HEADER in response.vary
        page.fit = (
            parameters_of(current_app, endpoint) is not None
            and response.status_code == 200
            and response.headers.get("Cache-Control") == "no-cache"
            and current.known_user is None
            and not current.brings_session
            and not session.modified
            and _TOKEN not in g
        )
    return response
