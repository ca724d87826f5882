"""Times as people read them: writers in their own zone, readers all alike in that of the blog."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from flask import has_request_context
from flask_babel import format_date, get_locale

from blogsite.lib import moments, zones
from blogsite.web import headers
from blogsite.web.current import current
from blogsite.web.languages import own_blog


class _Somewhere(Protocol):
    time_zone: str | None


def moment(at: datetime, *, exact: bool = False) -> str:
    """A date with its time of day, for whoever is signed in: `31 January 2027, 08:30 CET`.

    Arguments:
        exact: with the seconds, where there are any.
    """
    here = zones.local(at, own_zone())
    shown = moments.moment(here, get_locale(), seconds=exact and bool(here.second))
    return f"{shown} {zones.abbreviation(here)}"


def date(at: datetime, of: _Somewhere | None = None) -> str:
    """A date, in the zone of a blog.

    Arguments:
        of: the blog; left out, the one whose page this is. On a page of none it is UTC for
            everybody, or the zone of whoever works there.
    """
    blog = of or own_blog()
    if blog is not None:
        zone = zones.zone(blog.time_zone)
    elif not has_request_context() or headers.scope() == "shown":
        zone = zones.zone(None)
    else:
        zone = own_zone()
    return str(format_date(zones.local(at, zone), "long", rebase=False))


def month(at: datetime) -> str:
    """The name of a month, on pages for everybody: in UTC."""
    return str(format_date(at, "LLLL"))


def day(at: datetime) -> str:
    """The number of a day in its month, on pages for everybody: in UTC."""
    return str(format_date(at, "d"))


def zone_label(name: str) -> str:
    """What a zone is called, in the language of the page."""
    return zones.label(name, get_locale())


def own_zone() -> ZoneInfo:
    """The zone of whoever is signed in; UTC in letters and for everybody else."""
    user = current.known_user if has_request_context() else None
    return zones.zone(user.time_zone if user else None)
