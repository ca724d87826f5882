"""Words drawn as pictures: in any script, the right way round, and never as empty boxes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from PIL import Image

from blogsite.lib import bounded, posters
from blogsite.lib.posters import breaking, drawing, fonts, ordering
from blogsite.lib.posters.setting import Setter

COLOURS = posters.Colours(ground="#fbfcfb", ink="#1a201e", soft="#58635f", accent="#0d6653")
LIMITS = bounded.Limits(cpu=20, memory=512 * 1024 * 1024, wall=60)
TITLES = {
    "en": "The valley lay in a blue so deep that the road seemed to end in water",
    "vi": "Thung lũng chìm trong màu xanh thẳm",
    "ru": "О том, как мы вышли до рассвета",
    "el": "Ο ήλιος πάνω από την κορυφογραμμή",
    "ar": "كيف كتبت مدونة باستخدام GitHub في 10 أيام (نسخة 1.5)",
    "fa": "چگونه یک وبلاگ نوشتم",
    "he": "איך כתבתי בלוג עם GitHub ב-10 ימים",
    "hi": "हमने सूर्योदय से पहले घाटी छोड़ दी",
    "bn": "আমরা সূর্যোদয়ের আগে উপত্যকা ছেড়েছি",
    "ta": "நாங்கள் சூரிய உதயத்திற்கு முன்",
    "th": "เราออกเดินทางก่อนพระอาทิตย์ขึ้น",
    "am": "ፀሐይ ከመውጣቷ በፊት",
    "ja": "夜明け前に出発して、谷は深い青に包まれていた。",
    "zh": "我们在太阳升起之前离开，山谷笼罩在深蓝之中",
    "zh-Hant": "我們在太陽升起之前離開",
    "ko": "해가 뜨기 전에 우리는 길을 떠났다",
}


@pytest.fixture(autouse=True)
def _no_fonts_but_ours(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a bare machine has."""
    monkeypatch.setattr(fonts, "_SYSTEM", ())
    fonts.faces.cache_clear()
    yield
    fonts.faces.cache_clear()


def setter(text: str, *, language: str = "en") -> Setter:
    return Setter(text, language=language, direction=ordering.direction_of(text))


@pytest.mark.parametrize("language", TITLES)
def test_a_title_is_drawn_whole_in_its_script(language: str) -> None:
    title = TITLES[language]
    set_up = setter(title, language=language)

    block = set_up.block(sizes=(96, 60, 44), width=1024, height=360)

    assert set_up.text == title
    assert sum(len(run.text) for line in block.lines for run in line.runs) >= len(title) - 5
    assert all(line.width <= 1024 for line in block.lines)


def test_letters_are_joined_where_their_script_joins_them() -> None:
    word, lone = setter("كتبت"), [setter(one) for one in "كتبت"]

    def width(one: Setter) -> float:
        return one.block(sizes=(60,), width=1024, height=360).lines[0].width

    assert width(word) < 0.8 * sum(map(width, lone))


def test_a_machine_without_fribidi_misquotes_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "shaped", lambda: False)

    assert [setter(TITLES[one]).text for one in ("ar", "he", "hi")] == ["", "", ""]
    assert setter(TITLES["ru"]).text == TITLES["ru"]


def test_signs_that_no_font_has_are_left_out_and_letters_are_not() -> None:
    assert setter("Party 🎉 time 👩‍👩‍👧 again!").text == "Party time again!"
    assert setter("\U00010380\U00010381 in Ugaritic").text == ""


def test_what_cannot_be_drawn_gives_its_room_to_the_name() -> None:
    def inked(title: str) -> int:
        poster = posters.Poster(title=title, name="Field Notes", colours=COLOURS)
        return sum(drawing.drawn(poster).crop((88, 300, 1100, 600)).histogram()[:60])

    assert inked("\U00010380") > 1000
    assert inked("") == inked("\U00010380")


def test_the_last_line_is_no_widow() -> None:
    title = "It rained on all three hills from Monday until the following Sunday at noon or so"
    lines = setter(title).block(sizes=(60,), width=1024, height=600).lines

    assert len(lines) == 3
    assert min(line.width for line in lines) > 0.6 * max(line.width for line in lines)


def test_what_is_too_long_is_cut() -> None:
    word = setter("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamten" * 9)
    lines = word.block(sizes=(60, 44), width=1024, height=200).lines

    assert len(lines) == 3 or len(lines) == 4
    assert all(line.width <= 1024 for line in lines)
    assert lines[-1].runs[-1].text.endswith("…")


def test_no_line_begins_with_what_ends_a_sentence() -> None:
    pieces = [piece for _, piece in breaking.pieces("谷は「青」だった。終わり！")]

    assert "".join(pieces) == "谷は「青」だった。終わり！"
    assert [one for one in pieces if one[0] in "」。っ！" or one[-1] == "「"] == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("abc אבג def", "abc גבא def"),
        ("אבג abc דהו", "והד abc גבא"),
        ("אבג 10 ד", "ד 10 גבא"),
        ("אבג 1.5 (ד)", ")ד( 1.5 גבא"),
        ("a אב 12 ג b", "a ג 12 בא b"),
        ("אב a 3 ג", "ג a 3 בא"),
    ],
)
def test_a_line_of_both_directions_is_in_order(text: str, shown: str) -> None:
    depth = ordering.levels(text, ordering.direction_of(text))

    assert "".join(ordering.visual(list(zip(depth, text, strict=True)))) == shown


def test_a_poster_is_drawn_in_a_process_of_its_own(tmp_path: Path) -> None:
    poster = posters.Poster(title=TITLES["ja"], name="野帳", language="ja", colours=COLOURS)

    bounded.call(posters.__file__, "draw", str(tmp_path / "made"), asdict(poster), limits=LIMITS)

    with Image.open(tmp_path / "made") as made:
        assert (made.format, made.size) == ("PNG", posters.SIZE)
        assert made.convert("RGB").getpixel((600, 625)) == (13, 102, 83)


def test_posters_that_look_different_have_different_digests() -> None:
    plain = posters.Poster(title="Rain", colours=COLOURS)
    others = [
        posters.Poster(title="Snow", colours=COLOURS),
        posters.Poster(title="Rain", name="Notes", colours=COLOURS),
        posters.Poster(title="Rain", language="ja", colours=COLOURS),
    ]

    assert len({one.digest for one in [plain, *others]}) == 4
    assert plain.digest == posters.Poster(title="Rain", colours=COLOURS).digest
