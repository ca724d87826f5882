"""Two edits of one text: nothing that anybody wrote is lost."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blogsite.lib.merging import Merge, merge, merge_tags
from tests.support.processor import quiet_seconds

BASE = "One.\n\nTwo.\n\nThree."

paragraph = st.lists(st.sampled_from("rain snow wind sun fog".split()), min_size=1, max_size=4).map(
    " ".join
)
text = st.lists(paragraph, max_size=7)


def written(side: str, edits: list[tuple[str, int, str]], base: list[str]) -> tuple[str, set[str]]:
    """A side's text, and the words that it alone has."""
    made, new = list(base), set()
    for number, (kind, at, words) in enumerate(edits):
        word = f"{side}{number}"
        place = at % (len(made) + 1)
        if kind == "insert" or place == len(made):
            made.insert(place, f"{words} {word}")
        elif kind == "change":
            made[place] += f" {word}"
        else:
            del made[place]
    for one in made:
        new |= set(re.findall(rf"\b{side}\d+", one))
    return "\n\n".join(made), new


edits = st.lists(
    st.tuples(st.sampled_from(["insert", "change", "delete"]), st.integers(0, 9), paragraph),
    max_size=5,
)


def shown(merged: Merge) -> str:
    return "\n".join(
        one
        for part in merged.parts
        for some in (part.merged, part.mine, part.theirs)
        for one in some
    )


def test_different_paragraphs_are_merged() -> None:
    merged = merge(BASE, "One!\n\nTwo.\n\nThree.", "One.\n\nTwo?\n\nThree.\n\nFour.")

    assert merged.text == "One!\n\nTwo?\n\nThree.\n\nFour."


def test_a_paragraph_that_both_changed_is_a_clash() -> None:
    merged = merge(BASE, "One.\n\nTwo, mine.\n\nThree.", "One.\n\nTwo, theirs.\n\nThree.")

    assert [(one.merged, one.mine, one.theirs) for one in merged.parts] == [
        (["One."], (), ()),
        ((), ["Two, mine."], ["Two, theirs."]),
        (["Three."], (), ()),
    ]
    with pytest.raises(ValueError):
        _text = merged.text


def test_deleting_what_the_other_changed_is_a_clash() -> None:
    assert not merge(BASE, "One.\n\nThree.", "One.\n\nTwo, theirs.\n\nThree.").clean


def test_insertions_in_one_place_are_both_kept() -> None:
    assert merge("One.", "One.\n\nMine.", "One.\n\nTheirs.").text == "One.\n\nTheirs.\n\nMine."


def test_equal_edits_count_once() -> None:
    merged = merge("One.\n\nTwo.", "One!\n\nTwo.\n\nNew.", "One!\n\nTwo.\n\nNew.\n\nNewer.")

    assert merged.clean
    assert merged.text.count("One!") == 1


def test_without_a_base_all_that_differs_is_a_clash() -> None:
    merged = merge(None, "One.\n\nMine.", "One.\n\nTheirs.")

    assert (merged.clean, merged.parts[0].merged) == (False, ["One."])


def test_tags_of_both_are_kept_and_what_either_took_away_is_not() -> None:
    assert merge_tags(["a", "b", "c"], ["b", "c", "New"], ["a", "c", "old"]) == ["c", "old", "New"]


@given(text, edits, edits)
def test_every_word_of_either_side_is_there(
    base: list[str], my_edits: list[tuple[str, int, str]], their_edits: list[tuple[str, int, str]]
) -> None:
    mine, my_words = written("mine", my_edits, base)
    theirs, their_words = written("theirs", their_edits, base)

    merged = merge("\n\n".join(base), mine, theirs)
    again = merge("\n\n".join(base), theirs, mine)

    assert my_words | their_words <= set(re.findall(r"(?:mine|theirs)\d+", shown(merged)))
    assert merged.clean == again.clean
    if merged.clean:
        assert my_words | their_words <= set(merged.text.split())


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_side_that_changed_nothing_gives_way(base: str, other: str) -> None:
    assert merge(base, other, base).text == other
    assert merge(base, base, other).text == other
    assert merge(base, other, other).text == other


@given(st.none() | st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_no_texts_are_too_strange(base: str | None, mine: str, theirs: str) -> None:
    merged = merge(base, mine, theirs)

    for side in (mine, theirs):
        if base is None:
            assert set(side.split()) <= set(shown(merged).split())


def test_hostile_texts_of_a_mebibyte_take_little() -> None:
    chosen = random.Random(1)
    sides = ["\n\n".join(chosen.choices("ab", k=350_000)) for _ in range(3)]

    assert quiet_seconds(lambda: merge(*sides)) < 4
