"""Which language of the site suits whom."""

from __future__ import annotations

import pytest

from blogsite.lib import locales
from blogsite.web import languages

CASES = {
    "de-AT": "de",
    "de_CH": "de",
    "ar-EG": "ar",
    "DE": "de",
    "ja, de;q=0.5": "de",
    "de-AT, en;q=0.9": "de",
    "en;q=0.2, ar;q=0.9": "ar",
    "de;q=0, ar;q=0.1": "ar",
    "*": "en",
    "*, de;q=0.5": "de",
    "den": "en",
    "": "en",
    ";;;q=,,": "en",
    "de;q=many": "en",
    "\x00ÿ de": "en",
    "de" * 4000: "en",
}


@pytest.fixture(autouse=True)
def _three_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locales, "OFFERED", {"en": "en_001", "de": "de", "ar": "ar"})
    languages._wanted.cache_clear()


@pytest.mark.parametrize(("header", "language"), CASES.items(), ids=range(len(CASES)))
def test_a_browser_gets_what_it_asks_for_or_english(header: str, language: str) -> None:
    assert languages.wanted(header) == language


@pytest.mark.parametrize(
    ("tag", "language"),
    [("de-AT", "de"), ("ar", "ar"), ("ja", "en"), ("", "en"), (None, "en"), ("zh-Hans", "en")],
)
def test_a_blog_is_shown_in_what_comes_nearest(tag: str | None, language: str) -> None:
    assert locales.nearest(tag) == language


def test_arabic_is_written_from_right_to_left() -> None:
    assert [locales.direction(one) for one in ("en", "de", "ar")] == ["ltr", "ltr", "rtl"]
