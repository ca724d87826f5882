"""Moments as people write them: on their own clock."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectChoice, StringField, ValidationError

from blogsite.forms.form import Form
from blogsite.lib import moments, zones

_REGIONS = {
    "Africa": _("Africa"),
    "America": _("America"),
    "Antarctica": _("Antarctica"),
    "Arctic": _("Arctic"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic"),
    "Australia": _("Australia"),
    "Europe": _("Europe"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific"),
}
"""What the zones of places begin with."""
_LOCAL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?")


class MomentField(StringField):  # type: ignore[misc] # WTForms has no types
    """A date and time as `datetime-local` inputs and ISO 8601 write it.

    With an offset it is taken as it is, without one in the zone that the form says.
    """

    reading: zones.Reading | None = None
    zone: ZoneInfo

    @property
    def moment(self) -> datetime | None:
        """The moment meant, of a form that was found valid; None when nothing was written."""
        return self.reading.at if self.reading else None

    @property
    def local(self) -> bool:
        """Whether an input for times without an offset can hold it."""
        return not self.errors and (not self.data or _is_local(self.data))

    @property
    def warning(self) -> str | None:
        """What to say of a time that the clock shows twice, and how to mean the second."""
        if self.reading is None or self.reading.again is None:
            return None
        first, second = (zones.local(at, self.zone) for at in (self.reading.at, self.reading.again))
        said = gettext(
            "Clocks go back that day and show this time twice. The first is meant (%(first)s); for "
            "the second (%(second)s) write %(instead)s.",
            first=zones.abbreviation(first),
            second=zones.abbreviation(second),
            instead=zones.written(second, self.zone),
        )
        return str(said)

    def pre_validate(self, form: Form) -> None:
        self.zone = form.zone
        if not self.data:
            return
        if form.publish_zone.data not in zones.names():
            raise ValidationError(_("This form is damaged."))
        try:
            self.reading = zones.read(self.data, self.zone)
        except zones.NoSuchTime as gap:
            raise ValidationError(
                gettext(
                    "There is no such time on that day: clocks in %(zone)s go forward over it. "
                    "The nearest are %(before)s and %(after)s.",
                    zone=zones.label(self.zone.key, get_locale()),
                    before=_plain(gap.before),
                    after=_plain(gap.after),
                )
            ) from gap
        except (ValueError, OverflowError) as error:
            raise ValidationError(
                _(
                    "Write the moment as in 2027-01-31 08:30, or with an offset as in "
                    "2027-01-31 08:30+02:00."
                )
            ) from error


def zone_choices() -> list[SelectChoice]:
    """All time zones, by region, for people to choose from, each named in their language."""
    locale = get_locale()
    places = [(one, zones.label(one, locale)) for one in zones.names() - {zones.UNIVERSAL}]
    places.sort(key=lambda one: (one[0].partition("/")[0], one[1]))
    return [
        SelectChoice(zones.UNIVERSAL, gettext("UTC, the same all over the world")),
        *(
            SelectChoice(one, name, optgroup=str(_REGIONS[one.partition("/")[0]]))
            for one, name in places
        ),
    ]


def _is_local(words: str) -> bool:
    if not _LOCAL.fullmatch(words):
        return False
    try:
        datetime.fromisoformat(words)
    except ValueError:
        return False
    return True


def _plain(wall: datetime) -> str:
    return moments.moment(wall, get_locale())
