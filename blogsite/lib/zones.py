"""Time zones: what a clock on the wall means, on the days too when it is moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from babel import Locale
from babel.core import get_global

UNIVERSAL = "UTC"

_REGIONS = (
    *("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe"),
    *("Indian", "Pacific"),
)
_RENAMED = (
    ("Africa/Asmera", "Africa/Asmara"),
    ("America/Godthab", "America/Nuuk"),
    ("Asia/Calcutta", "Asia/Kolkata"),
    ("Asia/Katmandu", "Asia/Kathmandu"),
    ("Asia/Rangoon", "Asia/Yangon"),
    ("Asia/Saigon", "Asia/Ho_Chi_Minh"),
    ("Atlantic/Faeroe", "Atlantic/Faroe"),
    ("Europe/Kiev", "Europe/Kyiv"),
)
_MINUTE = timedelta(minutes=1)
_SECOND = timedelta(seconds=1)


class NoSuchTime(ValueError):
    """The clock jumps over that time.

    Arguments:
        before: the last minute that it shows before the jump, and
        after: what it shows next.
    """

    def __init__(self, *, before: datetime, after: datetime) -> None:
        super().__init__(f"between {before} and {after}")
        self.before, self.after = before, after


@dataclass(frozen=True)
class Reading:
    """What a time on a clock means; `again` if the clock shows it a second time that day."""

    at: datetime
    again: datetime | None = None


@cache
def names() -> frozenset[str]:
    """The zones that people can choose, by their IANA names: those of places, and UTC."""
    found = (name for name in available_timezones() if name.partition("/")[0] in _REGIONS)
    return frozenset((UNIVERSAL, *(name for name in found if "/" in name)))


def zone(name: str | None) -> ZoneInfo:
    """The zone of that name; UTC for None, and for what this machine does not know."""
    if name in names():
        try:
            return ZoneInfo(str(name))
        except (ZoneInfoNotFoundError, ValueError):
            pass
    return ZoneInfo(UNIVERSAL)


def read(words: str, zone: ZoneInfo) -> Reading:
    """The moment that is meant by ISO 8601, in UTC.

    Arguments:
        words: with an offset or `Z` it is taken as it is, else as a clock in the zone shows it.
        zone: where that clock hangs.

    Raises:
        NoSuchTime: clocks are moved forward over that time.
        ValueError, OverflowError: it is no moment that there is.
    """
    meant = datetime.fromisoformat(words.strip())
    if meant.tzinfo is not None:
        return Reading(meant.astimezone(UTC))
    first, second = (meant.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if _shown(first.astimezone(UTC), zone) != meant:
        raise _jump(first, second, zone)
    again = second.astimezone(UTC)
    if again == first.astimezone(UTC):
        return Reading(again)
    return Reading(first.astimezone(UTC), again)


def local(at: datetime, zone: ZoneInfo) -> datetime:
    """A moment on a clock of the zone; at the ends of all time, where it shows none, in UTC."""
    try:
        return at.astimezone(zone)
    except OverflowError:
        return at.astimezone(UTC)


def written(at: datetime, zone: ZoneInfo) -> str:
    """A moment as `read` takes it: without an offset, unless the clock shows that time twice."""
    here = local(at, zone)
    precision = "seconds" if here.second else "minutes"
    plain = here.replace(tzinfo=None).isoformat(timespec=precision)
    try:
        clear = read(plain, zone).again is None
        clear = clear and read(plain, zone).at == at.astimezone(UTC).replace(microsecond=0)
    except (NoSuchTime, OverflowError):
        clear = False
    return plain if clear else here.isoformat(timespec=precision)


def label(name: str, locale: Locale | None = None) -> str:
    """A zone as people call it: `Buenos Aires, Argentina`; in their language, if it has a word."""
    if locale is not None and locale.language != "en":
        known = locale.time_zones
        for one in (name, *_earlier_names().get(name, ())):
            if city := known.get(one, {}).get("city"):
                return str(city)
    *around, place = name.replace("_", " ").split("/")
    return ", ".join((place, *reversed(around[1:])))


def abbreviation(here: datetime) -> str:
    """How a clock's zone is called at that moment: `CET`, or `UTC+5:30` where it has no name."""
    name = here.tzname() or ""
    return name if name.isalpha() else offset(here)


def offset(here: datetime) -> str:
    """How far a clock is from UTC at that moment: `UTC+1`, `UTC-3:30`, `UTC`."""
    minutes = int((here.utcoffset() or timedelta()).total_seconds() // 60)
    if not minutes:
        return UNIVERSAL
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "-"
    return f"{UNIVERSAL}{sign}{hours}:{rest:02}" if rest else f"{UNIVERSAL}{sign}{hours}"


@cache
def _earlier_names() -> dict[str, list[str]]:
    """The CLDR keeps the names that zones had at first."""
    earlier: dict[str, list[str]] = {}
    for before, now in (*_RENAMED, *get_global("zone_aliases").items()):
        earlier.setdefault(now, []).append(before)
    return earlier


def _shown(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None)


def _jump(first: datetime, second: datetime, zone: ZoneInfo) -> NoSuchTime:
    # In a gap the two readings stand on both sides of the jump (PEP 495).
    early, late = sorted((first.astimezone(UTC), second.astimezone(UTC)))
    old = early.astimezone(zone).utcoffset()
    while late - early > _SECOND:
        middle = early + ((late - early) / 2) // _SECOND * _SECOND
        if middle.astimezone(zone).utcoffset() == old:
            early = middle
        else:
            late = middle
    return NoSuchTime(before=_shown(late - _MINUTE, zone), after=_shown(late, zone))
