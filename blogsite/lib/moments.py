"""Dates and times of day, as a language writes them."""

from __future__ import annotations

from datetime import datetime

from babel import Locale
from babel.dates import format_date


def moment(wall: datetime, locale: Locale, *, seconds: bool = False) -> str:
    """A date with its time of day: `31 January 2027, 08:30`, `31. Januar 2027, 08:30`.

    Arguments:
        wall: as the clock shows it.
        locale: of the language.
        seconds: with these.
    """
    day = format_date(wall.date(), "long", locale=locale)
    joined = str(locale.datetime_formats["medium"])
    at = f"{wall:%H:%M:%S}" if seconds else f"{wall:%H:%M}"
    return joined.replace("{1}", day).replace("{0}", at)
