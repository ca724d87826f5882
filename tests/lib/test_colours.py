"""Colours: how well one is read on another, and what makes any of them readable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blogsite.lib import colours

ANY = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
LIGHT, DARK = ("#f8f2e6", "#fdf9f0", "#f0e7d6"), ("#1b1713", "#221d18", "#28221c")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#0000ff", "#ffffff", 8.59)],
)
def test_contrast_is_what_everybody_else_computes(one: str, other: str, ratio: float) -> None:
    assert colours.contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert colours.contrast(other, one) == colours.contrast(one, other)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("teal", "#008080"),
        (" #0A8 ", "#00aa88"),
        ("rgb(13, 102, 83)", "#0d6653"),
        ("hsl(0, 100%, 50%)", "#ff0000"),
        ("transparent", None),
        ("rgba(0, 0, 0, .5)", None),
        ("currentColor", None),
        ("#12", None),
        ("hsl(5, 1e999%, 1e999%)", None),
        ("rgb(1e999%, 0%, 0%)", None),
        ("nonsense", None),
        ("", None),
        ("red; } body { display: none", None),
    ],
)
def test_a_colour_is_read_as_css_writes_it(written: str, read: str | None) -> None:
    assert colours.canonical(written) == read


@given(colour=ANY)
def test_any_colour_becomes_readable(colour: str) -> None:
    for grounds in (LIGHT, DARK):
        made = colours.readable(colour, grounds)
        assert min(colours.contrast(made, ground) for ground in grounds) >= colours.TEXT


def test_what_can_be_read_stays_as_it_is() -> None:
    assert colours.readable("#0d6653", LIGHT) == "#0d6653"


def test_yellow_becomes_a_dark_yellow_and_no_other_colour() -> None:
    red, green, blue = (int(colours.readable("#ffd400", LIGHT)[n : n + 2], 16) for n in (1, 3, 5))

    assert red > green > 60
    assert blue < 20


def test_nothing_can_be_read_on_black_and_white_at_once() -> None:
    with pytest.raises(ValueError, match="#777777"):
        colours.readable("#ff0000", ("#ffffff", "#777777"), 12)


def test_mixing_is_that_of_css() -> None:
    assert colours.mixed("#ff0000", "#0000ff", 0.25) == "#4000bf"
