"""Every language that the site offers is there as a whole, and nothing in it is guessed."""

from __future__ import annotations

import pytest

from blogsite.lib import languages, locales
from tests.support.catalogues import TRANSLATED, faults


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_language_that_is_offered_is_whole(language: str) -> None:
    assert list(faults(language)) == [], "docs/translating.md tells what to do"


def test_a_language_that_is_offered_says_what_it_is_called() -> None:
    assert set(locales.OFFERED) <= set(languages.COMMON)


def test_there_are_two_besides_english_and_one_is_written_from_right_to_left() -> None:
    assert len(TRANSLATED) >= 2
    assert "rtl" in {locales.direction(one) for one in TRANSLATED}
