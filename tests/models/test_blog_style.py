"""The looks of a blog: checked, kept, and its own CSS under an address that never shows another."""

from __future__ import annotations

from zipfile import ZipFile

import pytest

from blogsite.lib import custom_css
from blogsite.models import Blog, BlogStyle, Device, User, archive, blog_removal
from blogsite.models.blog_style import Refused, Style
from blogsite.models.errors import Conflict, Forbidden, Gone, Invalid, NotFound
from blogsite.presenters.looks import FONTS, PLAIN, THEMES, WIDTHS, Look

CSS = "h1 { color: red }"


def wish(**given: str) -> Style:
    return Style.of(**{"theme": "novel", "width": "normal", **given})


def stored(blog: Blog) -> Blog:
    return Blog.get(blog.id)


@pytest.mark.quick
def test_a_new_blog_looks_as_the_site_does_and_keeps_nothing(blog: Blog) -> None:
    document = Blog.collection().find_one({"_id": blog.id})

    assert blog.look == PLAIN
    assert document is not None
    assert document["appearance"] is None


@pytest.mark.quick
def test_every_choice_is_kept(blog: Blog, alice: User) -> None:
    for theme in THEMES:
        for fonts in ("", *FONTS):
            for width in WIDTHS:
                style = wish(theme=theme, fonts=fonts, width=width, accent="teal")
                assert style.look.css()
    BlogStyle.restyle(blog, style, by=alice)

    assert stored(blog).look == style.look
    assert stored(blog).look.accent == "#008080"


@pytest.mark.quick
def test_what_the_site_looks_like_anyway_is_not_kept(blog: Blog, alice: User) -> None:
    BlogStyle.restyle(blog, wish(), by=alice)

    BlogStyle.restyle(blog, wish(theme="paper"), by=alice)

    assert stored(blog).appearance is None


@pytest.mark.quick
@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("theme", {"theme": "gothic"}),
        ("width", {"width": "endless"}),
        ("fonts", {"fonts": "comic"}),
        ("accent", {"accent": "no colour"}),
        ("accent", {"accent": "transparent"}),
        ("css", {"css": "@import 'x';"}),
    ],
)
def test_nonsense_is_refused_beside_its_field(field: str, given: dict[str, str]) -> None:
    with pytest.raises(Invalid) as refusal:
        wish(**given)

    assert refusal.value.field == field
    assert str(refusal.value.sentence)


@pytest.mark.quick
def test_css_is_refused_line_by_line() -> None:
    with pytest.raises(Refused) as refusal:
        wish(css="a { b: c }\nd { behavior: x }\ne { f: url(//evil.example) }")

    assert [(one.number, one.sentence) for one in refusal.value.reasons] == [
        (2, "There is no such property, or it does not work here: behavior"),
        (3, "Only pictures of this site, from /media/…, can be shown: //evil.example"),
    ]


def test_its_css_stands_under_the_digest_of_what_is_served(blog: Blog, alice: User) -> None:
    BlogStyle.restyle(blog, wish(css=CSS), by=alice)

    digest = str(stored(blog).style)
    assert BlogStyle.at(blog, digest) == ".own h1{color:red}"
    assert BlogStyle.of(stored(blog)).source == CSS
    with pytest.raises(NotFound):
        BlogStyle.at(blog, "0" * 32)


def test_an_earlier_address_is_known_as_such(blog: Blog, alice: User) -> None:
    BlogStyle.restyle(blog, wish(css=CSS), by=alice)
    before = str(blog.style)

    BlogStyle.restyle(blog, wish(css="h2 { color: red }"), by=alice)
    BlogStyle.restyle(blog, wish(), by=alice)

    assert stored(blog).style is None
    with pytest.raises(Gone):
        BlogStyle.at(blog, before)


def test_the_same_css_again_keeps_its_address(blog: Blog, alice: User) -> None:
    BlogStyle.restyle(blog, wish(css=CSS), by=alice)
    before = str(blog.style)

    BlogStyle.restyle(blog, wish(css=f"/* mine */ {CSS}", theme="studio"), by=alice)

    assert stored(blog).style == before
    assert BlogStyle.at(blog, before)
    assert BlogStyle.of(stored(blog)).source == f"/* mine */ {CSS}"


def test_comments_alone_are_kept_for_who_wrote_them(blog: Blog, alice: User) -> None:
    BlogStyle.restyle(blog, wish(css="/* later */"), by=alice)

    assert BlogStyle.of(stored(blog)).source == "/* later */"
    assert stored(blog).style is None
    with archive.copy(alice, device=Device()) as file, ZipFile(file) as opened:
        assert opened.read(f"blogs/{blog.slug}/style.css") == b"/* later */"


def test_saving_again_serves_it_by_the_rules_of_today(
    blog: Blog, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr(custom_css, "confined", lambda source, **_: source)
        BlogStyle.restyle(blog, wish(css=CSS), by=alice)

    BlogStyle.restyle(blog, wish(css=CSS), by=alice)

    assert BlogStyle.at(blog, str(stored(blog).style)) == ".own h1{color:red}"


def test_two_at_once_do_not_overwrite_each_other(edited_blog: Blog, alice: User, bob: User) -> None:
    seen = BlogStyle.of(edited_blog).version
    BlogStyle.restyle(edited_blog, wish(css=CSS), by=alice, instead_of=seen)

    with pytest.raises(Conflict):
        BlogStyle.restyle(edited_blog, wish(theme="studio"), by=bob, instead_of=seen)

    assert stored(edited_blog).look == Look(theme="novel")
    BlogStyle.restyle(edited_blog, wish(css=CSS), by=bob, instead_of=seen)  # the same: no quarrel


def test_only_members_choose(edited_blog: Blog, bob: User, carol: User) -> None:
    BlogStyle.restyle(edited_blog, wish(), by=bob)

    with pytest.raises(Forbidden):
        BlogStyle.restyle(edited_blog, wish(theme="studio"), by=carol)


def test_it_goes_with_the_blog(blog: Blog, alice: User) -> None:
    BlogStyle.restyle(blog, wish(css=CSS), by=alice)

    blog_removal.remove(blog, by=alice)

    assert BlogStyle.collection().count_documents({}) == 0
    removed = Blog.collection().find_one({"_id": blog.id})
    assert removed is not None
    assert removed["appearance"] is None
    with pytest.raises(NotFound):
        BlogStyle.restyle(blog, wish(), by=alice)


@pytest.mark.quick
def test_a_theme_that_this_version_does_not_know_is_no_trouble(blog: Blog) -> None:
    unknown = {"theme": "gone", "fonts": "gone", "width": "gone", "accent": None, "later": 1}
    Blog.collection().update_one({"_id": blog.id}, {"$set": {"appearance": unknown}})

    assert stored(blog).look == PLAIN
