"""What changed, paragraph by paragraph and word by word, whatever the texts are."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blogsite.lib.aligning import Effort, spans
from blogsite.lib.diffing import Comparison, Piece, compare, paragraphs, pieces
from tests.support.processor import quiet_seconds

few = st.lists(st.sampled_from("abcde "), max_size=14)
texts = st.lists(st.sampled_from(["one", "two", "rain", " ", "\n\n", ", ", "雨が"]), max_size=30)
MEBIBYTE = 1024 * 1024


def kinds(compared: Comparison) -> list[str]:
    return [block.kind for block in compared.blocks]


def said(some: list[Piece] | tuple[Piece, ...]) -> str:
    signs = {"same": "{}", "removed": "[-{}-]", "added": "[+{}+]"}
    return "".join(signs[one.kind].format(one.text) for one in some)


def test_a_changed_word_is_found_in_its_paragraph() -> None:
    compared = compare("One.\n\nIt rained all day.", "One.\n\nIt snowed all day.")

    assert kinds(compared) == ["same", "changed"]
    assert said([*compared.blocks[1].pieces]) == "It [-rained-][+snowed+] all day."


def test_a_paragraph_between_others_is_added() -> None:
    assert kinds(compare("One.\n\nTwo.", "One.\n\nNew words.\n\nTwo.")) == ["same", "added", "same"]


def test_an_edited_paragraph_is_known_beside_a_new_one() -> None:
    compared = compare("It rained all day long.", "Hello!\n\nIt snowed all day long.")

    assert kinds(compared) == ["added", "changed"]


def test_a_paragraph_of_other_words_is_replaced_as_a_whole() -> None:
    (block,) = compare("Nobody expected rain.", "The dog slept, quite calm.").blocks

    assert (block.kind, [one.kind for one in block.pieces]) == ("replaced", ["removed", "added"])


def test_words_of_scripts_without_spaces_are_told_apart() -> None:
    assert said([*pieces("雨が降る", "雪が降る")]) == "[-雨-][+雪+]が降る"


def test_neighbouring_changes_are_read_as_one() -> None:
    assert said([*pieces("a b c", "a x y")]) == "a [-b c-][+x y+]"


@given(few, few)
def test_what_lies_between_the_spans_is_equal(old: list[str], new: list[str]) -> None:
    i = j = 0
    for start, end, into, until in spans(old, new, Effort()):
        assert old[i:start] == new[j:into]
        i, j = end, until
    assert old[i:] == new[j:]


@given(texts, texts)
def test_both_texts_can_be_read_from_the_comparison(old: list[str], new: list[str]) -> None:
    before, after = "".join(old), "".join(new)
    blocks = compare(before, after).blocks

    olds = ["".join(one.text for one in block.old) for block in blocks if block.kind != "added"]
    news = ["".join(one.text for one in block.new) for block in blocks if block.kind != "removed"]
    assert paragraphs("\n\n".join(olds)) == paragraphs(before)
    assert paragraphs("\n\n".join(news)) == paragraphs(after)


def test_what_is_far_from_any_change_is_folded() -> None:
    many = [f"Line {n}." for n in range(9)]

    compared = compare("\n\n".join(many), "\n\n".join([*many, "New."]))

    assert [block.folded for block in compared.blocks] == [8, 0, 0]


def words(seed: int, separator: str, vocabulary: int) -> str:
    chosen = random.Random(seed)
    made = separator.join(f"{chosen.randrange(vocabulary)}" for _ in range(MEBIBYTE // 2))
    return made[:MEBIBYTE]


@pytest.mark.parametrize("separator", [" ", "\n\n", "\n"])
@pytest.mark.parametrize("vocabulary", [2, 100, 10**9])
def test_hostile_texts_of_a_mebibyte_take_little(separator: str, vocabulary: int) -> None:
    old, new = (words(seed, separator, vocabulary) for seed in (1, 2))

    assert quiet_seconds(lambda: compare(old, new)) < 4
    assert not compare(old[:2000], new[:2000]).same
