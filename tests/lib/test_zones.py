"""What a clock on the wall means."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from blogsite.lib import zones

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("words", "zone", "meant"),
    [
        ("2027-01-31T08:30", "Europe/Berlin", "2027-01-31T07:30+00:00"),
        ("2027-07-31T08:30", "Europe/Berlin", "2027-07-31T06:30+00:00"),
        ("2027-01-31 08:30:15", "Asia/Kolkata", "2027-01-31T03:00:15+00:00"),
        ("2027-01-31T08:30", "UTC", "2027-01-31T08:30+00:00"),
        ("2027-01-31T08:30Z", "Europe/Berlin", "2027-01-31T08:30+00:00"),
        ("2027-01-31T08:30-05:00", "Europe/Berlin", "2027-01-31T13:30+00:00"),
    ],
)
def test_a_time_is_read_on_the_clock_of_its_zone(words: str, zone: str, meant: str) -> None:
    reading = zones.read(words, ZoneInfo(zone))

    assert reading.at == datetime.fromisoformat(meant)
    assert (reading.at.tzinfo, reading.again) == (UTC, None)


@pytest.mark.parametrize(
    ("words", "zone", "before", "after"),
    [
        ("2027-03-28T02:30", "Europe/Berlin", "2027-03-28T01:59", "2027-03-28T03:00"),
        ("2027-03-28T02:00", "Europe/Berlin", "2027-03-28T01:59", "2027-03-28T03:00"),
        ("2027-03-28T02:59:59", "Europe/Berlin", "2027-03-28T01:59", "2027-03-28T03:00"),
        ("2027-03-14T02:15", "America/New_York", "2027-03-14T01:59", "2027-03-14T03:00"),
        ("2027-10-03T02:10", "Australia/Lord_Howe", "2027-10-03T01:59", "2027-10-03T02:30"),
        ("2024-03-10T00:30", "America/Havana", "2024-03-09T23:59", "2024-03-10T01:00"),
        ("2011-12-30T12:00", "Pacific/Apia", "2011-12-29T23:59", "2011-12-31T00:00"),
    ],
)
def test_a_time_that_clocks_jump_over_is_refused_with_the_nearest(
    words: str, zone: str, before: str, after: str
) -> None:
    with pytest.raises(zones.NoSuchTime) as refusal:
        zones.read(words, ZoneInfo(zone))

    nearest = (refusal.value.before, refusal.value.after)
    assert nearest == (datetime.fromisoformat(before), datetime.fromisoformat(after))


def test_of_a_time_that_clocks_show_twice_the_first_is_meant() -> None:
    reading = zones.read("2027-10-31T02:30", BERLIN)

    assert reading.at == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert reading.again == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


def test_an_offset_chooses_the_second() -> None:
    reading = zones.read("2027-10-31T02:30+01:00", BERLIN)

    assert (reading.at, reading.again) == (datetime(2027, 10, 31, 1, 30, tzinfo=UTC), None)


@pytest.mark.parametrize(
    "zone",
    ["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe"],
)
def test_whatever_is_written_is_read_as_the_same_moment(zone: str) -> None:
    begins = datetime(2027, 1, 1, 0, 7, 13, tzinfo=UTC)

    for n in range(365 * 48):
        at = begins + timedelta(minutes=30 * n)
        reading = zones.read(zones.written(at, ZoneInfo(zone)), ZoneInfo(zone))
        assert (reading.at, reading.again) == (at, None)


def test_only_a_time_that_comes_twice_is_written_with_its_offset() -> None:
    plain = datetime(2027, 10, 31, 4, 30, tzinfo=UTC)
    first = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)

    assert zones.written(plain, BERLIN) == "2027-10-31T05:30"
    assert zones.written(plain.replace(second=5), BERLIN) == "2027-10-31T05:30:05"
    assert zones.written(first, BERLIN) == "2027-10-31T02:30+02:00"


@pytest.mark.parametrize(
    ("zone", "called", "off"),
    [
        ("Europe/Berlin", "CET", "UTC+1"),
        ("Asia/Kathmandu", "UTC+5:45", "UTC+5:45"),
        ("America/St_Johns", "NST", "UTC-3:30"),
        ("America/Sao_Paulo", "UTC-3", "UTC-3"),
        ("UTC", "UTC", "UTC"),
    ],
)
def test_a_clock_says_which_one_it_is(zone: str, called: str, off: str) -> None:
    here = zones.local(datetime(2027, 1, 31, 12, tzinfo=UTC), ZoneInfo(zone))

    assert (zones.abbreviation(here), zones.offset(here)) == (called, off)


def test_the_ends_of_all_time_break_nothing() -> None:
    tokyo, honolulu = ZoneInfo("Asia/Tokyo"), ZoneInfo("Pacific/Honolulu")
    last = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)

    assert zones.local(last, tokyo) == last
    assert zones.read(zones.written(last, tokyo), tokyo).at == last
    with pytest.raises(OverflowError):
        zones.read("9999-12-31T23:59", honolulu)
    with pytest.raises(OverflowError):
        zones.read("0001-01-01T00:00", tokyo)


def test_a_zone_that_nobody_knows_is_utc() -> None:
    for name in (None, "", "Europe/Atlantis", "../../etc/passwd", "localtime", "Factory"):
        assert zones.zone(name).key == "UTC"
    assert zones.zone("Asia/Calcutta").key == "Asia/Calcutta"
    assert len(zones.names()) > 400
