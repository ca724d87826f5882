"""Slugs, addresses, tidy text."""

from __future__ import annotations

import pytest

from blogsite.lib import addresses, slugs, text


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Café au lait", "cafe-au-lait"),
        ("Привет, мир", "privet-mir"),
        ("你好", "ni-hao"),
        ("🎉", "post"),
        ("   ", "post"),
        ("C'est déjà l'été!", "c-est-deja-l-ete"),
        ("../../etc/passwd", "etc-passwd"),
    ],
)
def test_a_title_in_any_script_becomes_a_readable_name(title: str, slug: str) -> None:
    assert slugs.slug(title, fallback="post") == slug


def test_a_long_title_is_cut_at_a_words_end() -> None:
    name = slugs.slug("wonderful " * 20, fallback="post")

    assert len(name) <= slugs.LONGEST
    assert name.endswith("-wonderful")


def test_a_taken_name_is_numbered() -> None:
    assert slugs.free("rain", {"rain", "rain-2", "rainbow"}) == "rain-3"
    assert slugs.free("rain", {"rainbow"}) == "rain"


def test_a_family_is_the_name_and_its_numbers() -> None:
    names = ["rain", "rain-2", "rain-two", "rainbow"]

    assert [name for name in names if slugs.family("rain").match(name)] == ["rain", "rain-2"]


def test_one_mailbox_has_one_key() -> None:
    assert addresses.key("Ada@Example.ORG") == addresses.key("ada@example.org")
    assert addresses.written("Ada@Example.ORG") == "Ada@example.org"


@pytest.mark.parametrize(
    "nonsense", ["", "ada", "ada@", "@example.org", "a b@example.org", "a@b..c"]
)
def test_what_cannot_be_an_address_is_refused(nonsense: str) -> None:
    with pytest.raises(addresses.AddressRefused):
        addresses.written(nonsense)


def test_tidy_text_has_plain_newlines_and_no_control_characters() -> None:
    assert text.tidy("a\r\nb\rc\x07\x1f\x9b\ufffe\U0001ffff\td") == "a\nb\nc\td"
    assert text.line("  a \n\t b ") == "a b"


@pytest.mark.parametrize("broken", ["\x00", "a\ud800b", "\udfff"])
def test_nul_and_half_characters_cannot_be_kept(broken: str) -> None:
    assert text.unkeepable(broken)
    assert not text.unkeepable(text.without_unkeepable(broken))


def test_what_cannot_be_seen_is_not_visible() -> None:
    assert text.visible("🎉")
    assert text.visible(" a ")
    assert not text.visible(" \u200b\u00a0\u202e\u0301")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("harbour at dawn.jpg", "harbour_at_dawn.jpg"),
        ("日本 海.png", "日本_海.png"),
        ("صورة البحر.jpg", "صورة_البحر.jpg"),
        ("नमस्ते.png", "नमस्ते.png"),
        ("U\N{COMBINING DIAERESIS}ber.jpg", "Über.jpg"),
        ("../../etc/passwd", "etc_passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("\N{FULLWIDTH SOLIDUS}a\N{RIGHT-TO-LEFT OVERRIDE}\0\ud800<b>.png", "ab.png"),
        ("\ufffd\N{COMBINING ACUTE ACCENT}..", ""),
    ],
    ids=ascii,
)
def test_a_file_keeps_its_name_in_any_script_and_nothing_else(sent: str, kept: str) -> None:
    assert text.file_name(sent) == kept
