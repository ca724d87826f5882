"""Times as people read them."""

from __future__ import annotations

from datetime import datetime

from flask_babel import format_datetime


def moment(at: datetime) -> str:
    """A date with its time of day, in UTC: `31 January 2027, 08:30 UTC`."""
    return f"{format_datetime(at, 'd MMMM y, HH:mm')} UTC"
