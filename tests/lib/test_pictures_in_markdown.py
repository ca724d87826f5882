"""Pictures of our own in a text: for every screen, in figures and rows, and no other way."""

from __future__ import annotations

import pytest

from blogsite.lib.markdown import Depicted, preview, render
from blogsite.lib.markdown.galleries import rows

BRIDGE: Depicted = {
    "name": "b1",
    "alt": "A bridge",
    "width": 2000,
    "height": 1000,
    "placeholder": "AAAA",
    "sources": [("/p/b/480", 480), ("/p/b/960", 960), ("/p/b/1600", 1600)],
}
TOWER: Depicted = {**BRIDGE, "name": "t1", "alt": "", "sources": [("/p/t/300", 300)]}  # type: ignore[typeddict-item]
KNOWN = {"/p/b/960": BRIDGE, "/p/t/300": TOWER}


def html(source: str) -> str:
    return render(source, pictures=KNOWN).html.strip()


def test_a_picture_is_drawn_for_every_screen() -> None:
    made = render("![Noon](/p/b/960)", pictures=KNOWN)

    assert made.pictures == ["b1"]
    assert made.html.strip() == (
        '<p><a class="photo" href="/p/b/1600">'
        '<img class="photo-before" src="data:image/webp;base64,AAAA" alt="">'
        '<img src="/p/b/960" srcset="/p/b/480 480w, /p/b/960 960w, /p/b/1600 1600w"'
        ' sizes="(min-width: 40rem) 36rem, 90vw" width="2000" height="1000" alt="Noon"'
        ' fetchpriority="high" decoding="async"></a></p>'
    )


def test_nothing_shines_through_a_clear_picture() -> None:
    clear: Depicted = {**BRIDGE, "placeholder": ""}  # type: ignore[typeddict-item]

    page = render("![](/p/b/960)", pictures={"/p/b/960": clear}).html

    assert page.count("<img") == 1


def test_only_the_first_is_loaded_before_it_is_seen() -> None:
    page = html("![](/p/b/960)\n\n![](/p/b/960)\n\n![](/p/t/300)")

    assert page.count('loading="lazy"') == 2
    assert page.index("A bridge") < page.index("lazy")


def test_where_the_writer_says_nothing_the_picture_does() -> None:
    assert 'alt="A bridge"' in html("![](/p/b/960)")
    assert 'aria-label="Picture, full size"' in html("![](/p/t/300)")


def test_words_cannot_break_out() -> None:
    page = html('![" onload="alert(1)](/p/b/960)')

    assert 'alt="&quot; onload=&quot;alert(1)"' in page


def test_a_title_is_a_caption() -> None:
    page = html('![A](/p/b/960 "At noon")')

    assert page.startswith("<figure><a")
    assert page.endswith("<figcaption>At noon</figcaption></figure>")


def test_several_in_a_row_are_a_gallery() -> None:
    page = html("![A](/p/b/960)\n![B](/p/t/300)")

    row = '<figure class="gallery"><div class="gallery-row"><div class="ratio-20"><a'
    assert page.startswith(row)
    assert page.count('sizes="(min-width: 40rem) 18rem, 45vw"') == 2


@pytest.mark.parametrize(
    ("ratios", "expected"),
    [
        ([1.5] * 2, [2]),
        ([1.5] * 3, [3]),
        ([1.5] * 4, [2, 2]),
        ([1.5] * 5, [3, 2]),
        ([1.5] * 7, [3, 2, 2]),
        ([0.67] * 6, [3, 3]),
        ([1.0] * 7, [3, 2, 2]),
        ([2.0, 1.5, 1.5], [1, 2]),
        ([2.0] * 2, [2]),
    ],
)
def test_no_picture_of_a_gallery_is_left_alone(ratios: list[float], expected: list[int]) -> None:
    assert rows(ratios) == expected


def test_the_pictures_of_a_row_are_as_high_as_one_another() -> None:
    high: Depicted = {**TOWER, "width": 500, "height": 2000}  # type: ignore[typeddict-item]
    page = render("![A](/p/b/960) ![B](/p/t/300)", pictures={**KNOWN, "/p/t/300": high}).html
    assert 'class="ratio-20"' in page
    assert 'class="ratio-6"' in page
    assert 'sizes="(min-width: 40rem) 27.7rem, 69.2vw"' in page


def test_pictures_of_a_gallery_have_captions() -> None:
    page = html('![A](/p/b/960 "At <noon>")\n![B](/p/t/300)')

    assert '<figure class="ratio-20"><a' in page
    assert page.count("<figcaption>At &lt;noon&gt;</figcaption></figure>") == 1


def test_a_caption_is_no_beginning_of_a_text() -> None:
    made = render('![A](/p/b/960 "At noon")\n\nIt rained.', pictures=KNOWN)

    assert made.excerpt == "It rained."


def test_a_picture_in_a_link_does_not_lead_to_itself() -> None:
    page = html("[![A](/p/b/960)](https://a.example)")

    assert '<a href="https://a.example" rel="noopener"><span class="photo">' in page


@pytest.mark.parametrize(
    "source",
    [
        '<img src="/p/b/960">',
        "![A](/p/x/960)",
        "![A](https://a.example/p/b/960)",
        '<span class="picture-0"></span>',
        '<picture><source srcset="/p/b/960"></picture>',
    ],
)
def test_no_other_picture_gets_through(source: str) -> None:
    made = render(source, pictures=KNOWN)

    assert "<img" not in made.html
    assert made.pictures == []


def test_a_preview_shows_pictures_too() -> None:
    assert "srcset=" in preview("![A](/p/b/960)", pictures=KNOWN).html
