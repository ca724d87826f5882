"""What is read beyond CommonMark: callouts, formulas, contents, colours, cards, captions."""

from __future__ import annotations

import pytest

from blogsite.lib.markdown import WORDS, render
from blogsite.lib.markdown.highlighting import LANGUAGES, LONGEST_BLOCK, highlighted


def html(source: str) -> str:
    return render(source).html.strip()


@pytest.mark.parametrize("kind", ["note", "tip", "important", "warning", "caution"])
def test_a_callout_has_a_title_in_the_words_of_its_page(kind: str) -> None:
    page = render(f"> [!{kind.upper()}]\n> Boots.", {**WORDS, kind: "Achtung"}).html.strip()

    assert page == (
        f'<aside class="callout callout-{kind}">\n<p class="callout-title" dir="auto">Achtung</p>\n'
        "<p>Boots.</p>\n</aside>"
    )


def test_callouts_inside_callouts_keep_their_titles() -> None:
    page = html("> [!NOTE]\n> > [!TIP]\n> > Boots.")

    assert page.count("<aside") == 2
    assert "Tip" in page


def test_what_is_no_callout_is_a_quotation() -> None:
    assert html("> [!RUMOUR]\n> Rain.").startswith("<blockquote>")


def test_three_headings_make_a_table_of_contents() -> None:
    rendered = render("# The *river*\n\n## `b`\n\n### too deep\n\n# The river\n\n# 你好")

    assert rendered.contents == [
        {"level": 1, "text": "The river", "id": "p-the-river"},
        {"level": 2, "text": "b", "id": "p-b"},
        {"level": 1, "text": "The river", "id": "p-the-river-2"},
        {"level": 1, "text": "你好", "id": "p-你好"},
    ]
    assert all(f'id="{one["id"]}"' in rendered.html for one in rendered.contents)


def test_two_headings_make_none() -> None:
    assert render("# A\n\n# B").contents == []


def test_anchors_never_meet() -> None:
    page = html("# A\n\n# A 2\n\n# A\n\n# A\n\n# …")

    for name in ("p-a", "p-a-2", "p-a-3", "p-a-4", "p-part"):
        assert page.count(f'id="{name}"') == 1


def test_every_id_is_told_from_those_of_the_page() -> None:
    page = html('# main\n\n<b id="main">x</b> <i id="p-own">y</i>\n\n[^1]\n\n[^1]: z')

    assert {part.split('"')[0][:2] for part in page.split(' id="')[1:]} == {"p-"}


def test_a_formula_in_a_line_and_one_by_itself() -> None:
    page = html("Let $a^2$ be\n\n$$\n\\frac{1}{2}\n$$\n\nand $$b$$.")

    assert page.count('<math display="inline">') == 1
    assert page.count('<math display="block">') == 2
    assert "<msup><mi>a</mi><mn>2</mn></msup>" in page
    assert "$" not in page


@pytest.mark.parametrize("prices", ["$5 and $6", "$5-$6", "5$ or 6$", "\\$a$", "$ 5 and $ 6"])
def test_prices_stay_text(prices: str) -> None:
    assert "<math" not in html(prices)


@pytest.mark.parametrize(
    "formula", ["\\left(", "a^b^c", "a_b_c", "{" * 40 + "}" * 40, "a" * 3000, "\\genfrac"]
)
def test_what_is_no_formula_is_shown_as_it_was_written(formula: str) -> None:
    page = html(f"${formula}$")

    assert page == (
        f'<p><code class="unset" title="This formula could not be typeset.">{formula}</code></p>'
    )


def test_formulas_hold_no_markup_of_their_own() -> None:
    page = html(r"$\text{<script>alert(1)</script>} a < b \& c$")

    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_code_has_colours_in_few_classes() -> None:
    page = html('```python\ndef f(): return "a"  # b\n```')

    for part in ('"hl-k">def', '"hl-f">f', '"hl-s">"a"', '"hl-c"># b'):
        assert part in page


@pytest.mark.parametrize("language", ["", "klingon", "text"])
def test_code_of_no_known_language_is_plain(language: str) -> None:
    assert "<span" not in html(f"```{language}\ndef f(): pass\n```")


def test_long_code_stays_plain() -> None:
    assert "<span" in highlighted("a = 1\n", language="python", seconds=1)
    assert "<span" not in highlighted("a = 1\n" * LONGEST_BLOCK, language="python", seconds=1)
    assert "<span" not in highlighted("a = 1\n", language="python", seconds=0)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_language_is_known(language: str) -> None:
    assert highlighted("a < b\n", language=language, seconds=5).count("&lt;") == 1


def test_a_picture_with_a_title_has_a_caption() -> None:
    assert html('![A bridge](https://a.example/b.jpg "At *noon*")') == (
        '<figure><a href="https://a.example/b.jpg" rel="noopener">A bridge</a>'
        "<figcaption>At *noon*</figcaption></figure>"
    )


def test_a_picture_in_a_sentence_has_none() -> None:
    assert "<figure" not in html('See ![A bridge](https://a.example/b.jpg "At noon").')


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "Video on YouTube"),
        ("https://youtu.be/dQw4w9WgXcQ?t=10", "Video on YouTube"),
        ("<https://vimeo.com/76979871>", "Video on Vimeo"),
        ("https://soundcloud.com/someone/a-song", "Listen on SoundCloud"),
        ("https://someone.bandcamp.com/album/a-record", "Listen on Bandcamp"),
        ("https://open.spotify.com/track/11dFghVXANMlKmJXsNCbNl", "Listen on Spotify"),
    ],
)
def test_a_bare_link_becomes_a_card_that_asks_nobody(address: str, said: str) -> None:
    page = html(address)

    assert page.startswith(f'<p class="embed"><a href="{address.strip("<>")}" rel="noopener">')
    assert f'<span dir="auto">{said}</span>' in page
    assert "src=" not in page


@pytest.mark.parametrize(
    "source",
    [
        "See https://youtu.be/dQw4w9WgXcQ",
        "[a song](https://youtu.be/dQw4w9WgXcQ)",
        "https://youtu.be.evil.example/dQw4w9WgXcQ",
        "https://evil.example/?https://youtu.be/dQw4w9WgXcQ",
        "http://youtu.be/dQw4w9WgXcQ",
    ],
)
def test_other_links_stay_links(source: str) -> None:
    assert "embed" not in html(source)


@pytest.mark.parametrize("mark", ["\n\n<!--more-->\n\n", " <!-- more -->\n\n"])
def test_the_writer_says_where_the_excerpt_ends(mark: str) -> None:
    rendered = render(f"# Title\n\nOne.\n\nTwo.{mark}Three.")

    assert rendered.excerpt == "One. Two."
    assert "more" not in rendered.html


def test_a_mark_before_all_text_ends_nothing() -> None:
    assert render("<!--more-->\n\nOne.").excerpt == "One."


def test_details_open_and_hold_markdown() -> None:
    page = html("<details open ontoggle=x><summary>*s*</summary>\n\n*t*\n\n</details>")

    assert page == '<details open=""><summary>*s*</summary>\n<p><em>t</em></p>\n</details>'


@pytest.mark.parametrize("tag", "kbd sub sup mark small ins del q cite abbr dfn var samp".split())
def test_harmless_elements_stay(tag: str) -> None:
    page = html(f'a <{tag} id="x" style="color:red" onclick="x()">b</{tag}>')

    assert page == f"<p>a <{tag}>b</{tag}></p>"


def test_one_tilde_or_two_strike_out() -> None:
    assert html("~a~ ~~b~~ ~5 to ~6") == "<p><s>a</s> <s>b</s> ~5 to ~6</p>"
