"""How often one neighbour may search: a GET writes nothing, so this process counts by itself."""

from __future__ import annotations

from flask import current_app, request

from blogsite.lib import networks
from blogsite.lib.allowance import Allowance
from blogsite.models.errors import TooOften

AT_ONCE, A_MINUTE = 30, 60.0
"""A person who reads what was found never gets there; a program waits two seconds each time."""

_EXTENSION = "blogsite.searches"


def count_search() -> None:
    """Count one search.

    Raises:
        TooOften: there were too many.
    """
    allowance = current_app.extensions.setdefault(
        _EXTENSION, Allowance(times=AT_ONCE, per=A_MINUTE)
    )
    wait = allowance.take(networks.neighbourhood(request.remote_addr or ""))
    if wait and current_app.config["SETTINGS"].throttles:
        raise TooOften(wait)
