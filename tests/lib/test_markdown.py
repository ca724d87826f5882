"""Markdown into safe HTML."""

from __future__ import annotations

from html import escape
from xml.etree import ElementTree as ET

import pytest

from blogsite.lib.markdown import EXCERPT_LENGTH, render


def html(source: str) -> str:
    return render(source).html.strip()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("*rain* and **snow**", "<p><em>rain</em> and <strong>snow</strong></p>"),
        ("~~gone~~", "<p><s>gone</s></p>"),
        ("# Top\n\n## Below", '<h2 id="p-top">Top</h2>\n<h3 id="p-below">Below</h3>'),
        ("### Deep", '<h2 id="p-deep">Deep</h2>'),
        (
            "### A\n# B\n#### C",
            '<h2 id="p-a">A</h2>\n<h2 id="p-b">B</h2>\n<h3 id="p-c">C</h3>',
        ),
        ("- [ ] a\n- [x] b", '<ul>\n<li class="task">☐ a</li>\n<li class="task">☑ b</li>\n</ul>'),
        ("<mark>seen</mark>", "<p><mark>seen</mark></p>"),
        (
            "https://a.example/x",
            '<p><a href="https://a.example/x" rel="noopener">https://a.example/x</a></p>',
        ),
        ("see config.py and a.b", "<p>see config.py and a.b</p>"),
        ("Term\n: Meaning", "<dl>\n<dt>Term</dt>\n<dd>Meaning</dd>\n</dl>"),
        (
            '```js\nlet a = "<b>"\n```',
            '<pre tabindex="0"><code class="language-js"><span class="hl-k">let</span> a = '
            '<span class="hl-s">"&lt;b&gt;"</span>\n</code></pre>',
        ),
    ],
)
def test_writing_becomes_html(source: str, expected: str) -> None:
    assert html(source) == expected


def test_columns_are_aligned_without_inline_styles() -> None:
    table = html("| a | b |\n|--:|---|\n| 1 | 2 |")

    assert '<td class="align-right">1</td>' in table
    assert "style" not in table


def test_footnotes_lead_there_and_back() -> None:
    page = html("Text[^1]\n\n[^1]: Note")

    assert 'href="#p-fn1" id="p-fnref1"' in page
    assert 'href="#p-fnref1"' in page
    assert 'id="p-fn1"' in page


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)>",
        "[a](javascript:alert(1))",
        '<a href="JaVaScRiPt:alert(1)">a</a>',
        '<a href="data:text/html,<script>alert(1)</script>">a</a>',
        "<iframe src=https://evil.example></iframe>",
        '<p style="position:fixed">x</p>',
        '<form action="/auth/logout" method=post><button>x</button></form>',
        "<math><mtext><style><img src=x onerror=alert(1)>",
        '<p id="main" class="site-header" onclick="alert(1)">x</p>',
        "<base href=https://evil.example>",
        "<meta http-equiv=refresh content=0>",
    ],
)
def test_nothing_that_acts_gets_through(hostile: str) -> None:
    page = html(hostile).lower()

    for trace in ("<script", "onerror", "onload", "onclick", 'href="java', 'href="data', "<iframe"):
        assert trace not in page
    for trace in ("style=", "<form", "<button", "<img", "<base", "<meta", 'id="main"', "class="):
        assert trace not in page


def test_a_picture_from_elsewhere_becomes_a_link_to_it() -> None:
    page = html("![A *grey* cat](https://a.example/cat.jpg)")

    assert page == '<p><a href="https://a.example/cat.jpg" rel="noopener">A grey cat</a></p>'


def test_an_excerpt_is_plain_and_ends_at_a_word() -> None:
    excerpt = render("# Title\n\n" + "A *lovely* day with `code`.\n" * 30).excerpt

    assert excerpt.startswith("A lovely day with code. A lovely")
    assert len(excerpt) <= EXCERPT_LENGTH + 2
    assert excerpt.endswith(" …")


def test_an_excerpt_of_a_list_is_its_text() -> None:
    assert render("- one\n- two").excerpt == "one two"


def test_words_and_minutes_are_counted_in_any_script() -> None:
    english, chinese = render("one two three"), render("你好世界")

    assert (english.word_count, english.reading_minutes) == (3, 1)
    assert (chinese.word_count, chinese.reading_minutes) == (4, 1)
    assert render("word " * 1000).reading_minutes == 5
    assert render("").reading_minutes == 0


@pytest.mark.parametrize("entity", ["&#1;", "&#x1b;", "&#xFFFE;", "&#8;", "&#xd800;"])
def test_no_entity_smuggles_in_what_xml_cannot_hold(entity: str) -> None:
    page = html(f'<p title="x{entity}">a{entity}b</p>')

    ET.fromstring(f"<feed>{escape(page)}</feed>")


def test_a_linked_picture_keeps_its_link() -> None:
    page = html("[![A cat](https://a.example/cat.jpg)](https://b.example) ![B](https://b.example)")

    assert '<a href="https://b.example" rel="noopener">A cat</a>' in page
    assert "cat.jpg" not in page
    assert page.count("<a ") == 2


def test_an_excerpt_says_only_what_the_page_says() -> None:
    rendered = render("See <script>alert(1)</script>this <style>p {}</style>page")

    assert rendered.excerpt == "See this page"
    assert rendered.word_count == 3
