"""Moments and places are told as each language tells them."""

from __future__ import annotations

from datetime import datetime

import pytest
from babel import Locale

from blogsite.lib import zones
from blogsite.lib.moments import moment

AT = datetime(2027, 1, 31, 8, 5, 9)  # noqa: DTZ001 (as a clock shows it)


@pytest.mark.parametrize(
    ("locale", "told"),
    [
        ("en_001", "31 January 2027, 08:05"),
        ("de", "31. Januar 2027, 08:05"),
        ("ar", "31 يناير 2027، 08:05"),
    ],
)
def test_a_moment_is_told_in_the_order_and_with_the_signs_of_its_language(
    locale: str, told: str
) -> None:
    assert moment(AT, Locale.parse(locale)) == told


def test_seconds_are_told_where_they_count() -> None:
    assert moment(AT, Locale.parse("de"), seconds=True) == "31. Januar 2027, 08:05:09"


@pytest.mark.parametrize(
    ("zone", "locale", "called"),
    [
        ("America/Argentina/Buenos_Aires", "en_001", "Buenos Aires, Argentina"),
        ("America/Argentina/Buenos_Aires", "ar", "بوينوس أيرس"),
        ("Europe/Vienna", "de", "Wien"),
        ("Asia/Kolkata", "de", "Kalkutta"),
        ("Europe/Berlin", "de", "Berlin"),
    ],
)
def test_a_place_is_called_what_it_is_called_there(zone: str, locale: str, called: str) -> None:
    assert zones.label(zone, Locale.parse(locale)) == called
