"""What texts are found by."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from blogsite.lib import terms
from blogsite.lib.allowance import Allowance
from blogsite.lib.terms import Sought, Unit, excerpts

SAMPLES = {
    "en": "The river was high and it was cold, but we went on with the work of the day.",
    "de": "Die Häuser und die Brücken sind nicht mehr da, und das ist auch gut so.",
    "fr": "Les élèves sont dans la cour et ils ne veulent pas rentrer, ce qui est normal.",
    "es": "Las canciones de la noche son para los que no pueden dormir en su casa.",
    "sv": "Det var en gång en flicka som inte ville gå till skolan, och hon var glad.",
    "ru": "Реки и ёлки стояли тихо.",
    "ar": "قرأت الكتاب في البيت",
    "fa": "من این کتاب را پارسال خواندم",
    "el": "Οι ποταμοί ήταν ήσυχοι",
    "": "Xyzzy plugh.",
}


@pytest.mark.parametrize("language", SAMPLES)
def test_a_language_is_known_by_its_commonest_words_or_its_script(language: str) -> None:
    assert terms.read(SAMPLES[language]).language == language


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("Straße", "STRASSE"), ("ÉLÈVE", "eleve"), ("İstanbul", "istanbul"), ("Isık", "ısik")),
        *(("ﬁne", "fine"), ("Ǽrø", "aero"), ("كِتَابٌ", "كتاب"), ("أحمد", "احمد"), ("שָׁלוֹם", "שלום")),
        *(
            ("Ёлка", "елка"),
            ("ｶﾀｶﾅ", "カタカナ"),
            ("ＡＢＣ", "abc"),
            ("co\u00adoperate", "cooperate"),
        ),
        ("ποταμός", "ΠΟΤΑΜΟΣ"),
    ],
)
def test_what_people_take_for_equal_is_equal(one: str, other: str) -> None:
    assert terms.fold(one) == terms.fold(other)


@pytest.mark.parametrize(("one", "other"), [("が", "か"), ("हिन्दी", "हन्द"), ("rain", "ruin")])
def test_what_are_different_letters_stay_so(one: str, other: str) -> None:
    assert terms.fold(one) != terms.fold(other)


def test_marks_do_not_divide_words() -> None:
    words = [one.folded for one in terms.units("हिन्दी में नदी — don't snake_case node.js")]

    assert words == ["हिन्दी", "में", "नदी", "don", "t", "snake", "case", "node", "js"]


def test_a_huge_text_has_so_many_terms_and_no_more() -> None:
    words = " ".join(f"word{n}x" for n in range(20_000))
    reading = terms.read(words + chr(0x4E00) * 500_000)

    assert len(reading.terms) == terms.MOST_TERMS
    assert len(reading.running) <= terms.LONGEST_TEXT + 10
    assert len(reading.shown) == terms.LONGEST_SHOWN


def test_an_excerpt_is_taken_where_most_is_found() -> None:
    text = f"A river. {'Nothing here. ' * 40}The river and the bridge stood there. {'More. ' * 60}"
    sought = Sought(words={"river": "river", "bridge": "bridge"})

    pieces = terms.excerpt(text, sought, "") or []

    assert [one.text for one in pieces if one.found] == ["river", "bridge"]
    assert (pieces[0].text, pieces[-1].text) == ("… ", " …")


def test_of_a_long_text_no_more_is_read_once_all_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"The river and the bridge. {'Nothing here. ' * 1000}"
    sought = Sought(words={"river": "river", "bridge": "bridge"})
    read: list[str] = []

    def watched(part: str) -> Iterator[Unit]:
        for unit in terms.units(part):
            read.append(unit.folded)
            yield unit

    monkeypatch.setattr(excerpts, "units", watched)
    pieces = terms.excerpt(text, sought, "") or []

    assert [one.text for one in pieces if one.found] == ["river", "bridge"]
    assert len(read) < 60


def test_what_is_found_is_cut_where_it_stands_as_it_is_written() -> None:
    sought = Sought(runs=("カタ",), phrases=(("heavy", "rain"),), beginnings=("umbr",))

    marked = terms.marked("半角ｶﾀｶﾅ, Heavy – RAIN; Ümbrellas", sought, "")

    assert [one.text for one in marked if one.found] == ["ｶﾀ", "Heavy – RAIN", "Ümbrellas"]
    assert "".join(one.text for one in marked) == "半角ｶﾀｶﾅ, Heavy – RAIN; Ümbrellas"


def test_an_allowance_comes_back_evenly_and_forgets_the_oldest() -> None:
    time = [0.0]
    allowance = Allowance(times=2, per=10, most=2, now=lambda: time[0])

    waits = [allowance.take("alice") for _ in range(3)]
    time[0] = 5.0
    later = [allowance.take("alice"), allowance.take("alice")]
    others = [allowance.take(one) for one in ("bob", "carol")]

    assert (waits, later, others) == ([0, 0, 5], [0, 5], [0, 0])
    assert allowance.take("alice") == 0
