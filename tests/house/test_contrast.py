"""Everybody can read every page: all words on all grounds, in each theme, by day and by night.

Pairs are not listed: whatever the style names as a colour of words is held against whatever it
names as a ground, so that a rule that is added tomorrow is held too.
"""

from __future__ import annotations

import re
from itertools import product

import pytest
import tinycss2

from blogsite.lib import colours
from blogsite.presenters.looks import THEMES, Look
from tests.support.code import ROOT

CSS = {
    path.name: tinycss2.parse_stylesheet(path.read_text(encoding="utf-8"), skip_comments=True)
    for path in sorted((ROOT / "static" / "css").glob("*.css"))
}
WORDS = {"ink", "soft", "accent", "warn", "plan", "danger"}
GROUNDS = {"ground", "paper", "wash"}
# Words that stand on a colour of their own, and nowhere else.
OWN = {
    *(("on-accent", "accent"), ("on-band", "band"), ("ground", "ink"), ("ground", "danger")),
    *(("ground", "warn"), ("ink", "danger-wash"), ("danger", "danger-wash"), ("ink", "mark")),
    *(("soft", "danger-wash"), ("accent", "danger-wash"), ("accent", "mark")),
}
# Grounds that no words stand on; what is drawn with `color` and is no words.
SILENT = {"line", "under", "edge"}
DRAWN = {"edge"}
FILLED = {"currentColor", "bar"}  # what has no words; the ground, by its name in the editor
SPECIAL = {"danger-wash", "mark", "band", "added", "removed"}
INHERITED = {"inherit", "currentColor", "#fff"}
EDGES = ("edge", "accent", "danger")

LOOKS = [
    *(Look(theme=name) for name in THEMES),
    *(Look(theme=name, accent=accent) for name in THEMES for accent in ("#ffd400", "#101040")),
]


@pytest.mark.parametrize("by_night", [False, True], ids=["day", "night"])
@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.theme} {look.accent or ''}")
def test_all_words_can_be_read_on_all_grounds(look: Look, by_night: bool) -> None:
    found = look.colours(by_night=by_night)

    pairs = {*product(WORDS, GROUNDS), *OWN}
    assert [
        (words, ground, round(colours.contrast(found[words], found[ground]), 2))
        for words, ground in sorted(pairs)
        if words in found and ground in found
        if colours.contrast(found[words], found[ground]) < colours.TEXT
    ] == []
    assert [
        (edge, ground)
        for edge, ground in product(EDGES, GROUNDS)
        if colours.contrast(found[edge], found[ground]) < colours.SHAPE
    ] == []


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.theme} {look.accent or ''}")
def test_words_that_were_found_can_be_read(look: Look) -> None:
    for by_night in (False, True):
        found = look.colours(by_night=by_night)
        for ground in GROUNDS:
            marked = colours.mixed(found["accent"], found[ground], 0.2)  # as search.css mixes it
            assert colours.contrast(found["ink"], marked) >= colours.TEXT


def test_the_style_uses_no_colours_but_these() -> None:
    words = _used("color")
    grounds = _used("background", "background-color")

    assert words - WORDS - INHERITED - DRAWN == {one for one, _ in OWN} - WORDS
    assert grounds - GROUNDS - SILENT - FILLED - WORDS == SPECIAL


def test_the_site_itself_looks_like_the_first_theme() -> None:
    day, night = _roots()

    for by_night, said in ((False, day), (True, {**day, **night})):
        own = Look().colours(by_night=by_night)
        assert {name: _long(said[name]) for name in own} == own


def test_the_site_itself_is_as_wide_as_the_first_theme() -> None:
    day, _ = _roots()

    assert f"--measure:{day['measure']}" in Look().css(".sample")


def _used(*properties: str) -> set[str]:
    """The colours that a property has in our style: names of custom properties, or others."""
    found = set()
    for value in _declarations(*properties):
        names = re.findall(r"var\(--([\w-]+)", value)
        plain = [] if names or "gradient" in value or value in ("none", "0") else [value]
        found |= {one for one in (*names, *plain) if one != "tone"}  # which is one of the others
    return found


def _declarations(*properties: str) -> list[str]:
    rules = [rule for sheet in CSS.values() for rule in sheet]
    found = []
    while rules:
        rule = rules.pop()
        if rule.type == "at-rule" and rule.content:
            rules += tinycss2.parse_rule_list(rule.content, skip_comments=True)
        elif rule.type == "qualified-rule":
            inside = tinycss2.parse_blocks_contents(rule.content, skip_comments=True)
            found += [
                tinycss2.serialize(one.value).strip()
                for one in inside
                if one.type == "declaration" and one.name in properties
            ]
    return found


def _roots() -> tuple[dict[str, str], dict[str, str]]:
    """What the site says of itself by day and by night."""
    text = "\n".join(
        # What is printed has colours of its own, which stand at the end.
        path.read_text(encoding="utf-8").partition("@media print")[0]
        for path in (ROOT / "static" / "css").glob("*.css")
    )
    night = r"@media \(prefers-color-scheme: dark\) \{\s*(:root \{[^}]*\})\s*\}"
    by_night = "".join(re.findall(night, text))
    by_day = "".join(re.findall(r":root \{[^}]*\}", re.sub(night, "", text)))
    said = r"--([\w-]+): ([^;}]+?)\s*[;}]"
    return dict(re.findall(said, by_day)), dict(re.findall(said, by_night))


def _long(colour: str) -> str:
    return colours.canonical(colour) or colour
