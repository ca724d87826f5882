"""The looks of a blog: chosen on a page, tried out there, seen on every page of the blog."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from flask import Flask
from PIL import Image

from blogsite import urls
from blogsite.models import Blog, BlogStyle, Post, User
from blogsite.models.blog_style import Style
from blogsite.presenters.looks import Look
from tests.support import heads
from tests.support.kept import ready
from tests.support.visitor import Visitor

CSS = "h1 { color: red }"
NOVEL = "--ground:#f8f2e6"


def page(blog: Blog) -> str:
    return urls.appearance(blog)


def restyle(blog: Blog, by: User, css: str = "", **look: str) -> Blog:
    style = Style.of(**{"theme": "novel", "width": "normal", **look}, css=css)
    BlogStyle.restyle(blog, style, by=by)
    return Blog.get(blog.id)


def sheets(html: str) -> list[str]:
    return re.findall(r'href="(/@[^"]+/style-[^"]+\.css)"', html)


def test_what_is_chosen_is_saved_and_shown_again(alice_browsing: Visitor, blog: Blog) -> None:
    chosen = {"theme": "studio", "accent": "teal", "fonts": "book", "width": "wide", "css": CSS}

    answer = alice_browsing.post(page(blog), **chosen)

    assert answer.location == page(blog)
    shown = alice_browsing.get(page(blog)).text
    assert Blog.get(blog.id).look == Look(
        theme="studio", accent="#008080", fonts="book", width="wide"
    )
    assert all(
        re.search(rf'<input checked[^>]*value="{one}"', shown) for one in ("studio", "book", "wide")
    )
    assert CSS in shown


@pytest.mark.parametrize("field", ["theme", "accent", "fonts", "width"])
def test_nonsense_is_said_beside_its_field_and_nothing_typed_is_lost(
    alice_browsing: Visitor, blog: Blog, field: str
) -> None:
    sent = {"theme": "novel", "accent": "#123456", "css": "h1 { color: red }", field: "no <such>"}

    for address in (page(blog), urls.appearance_preview(blog)):
        answer = alice_browsing.post(address, **sent)

        assert answer.status_code == 422
        assert 'class="error"' in answer.text
        assert CSS in answer.text
        assert field != "accent" or "no &lt;such&gt;" in answer.text
    assert Blog.get(blog.id).appearance is None


def test_css_that_cannot_stay_is_told_by_its_lines(alice_browsing: Visitor, blog: Blog) -> None:
    css = "h1 { color: red }\n@import 'x';\n</textarea><script>"

    answer = alice_browsing.post(page(blog), theme="novel", css=css)

    assert answer.status_code == 422
    assert "2 lines cannot stay as they are" in answer.text
    assert "<strong>Line 2</strong> @import does not work here" in answer.text
    assert "&lt;/textarea&gt;&lt;script&gt;" in answer.text
    assert "<script>" not in answer.text
    assert Blog.get(blog.id).appearance is None


def test_a_preview_shows_what_is_not_saved(alice_browsing: Visitor, blog: Blog) -> None:
    sent = {"theme": "novel", "accent": "#ffd400", "css": CSS}

    answer = alice_browsing.post(urls.appearance_preview(blog), **sent)

    assert answer.status_code == 200
    assert f"@media screen{{.sample{{{NOVEL}" in answer.text
    assert ".own h1{color:red}" in answer.text
    assert "By day it is darkened to #796300" in answer.text
    assert 'value="#ffd400"' in answer.text
    assert "Preview, not saved yet" in answer.text
    assert Blog.get(blog.id).appearance is None


def test_a_script_gets_the_style_of_the_sample_alone(alice_browsing: Visitor, blog: Blog) -> None:
    token, json = alice_browsing.token(), {"Accept": "application/json"}
    address = urls.appearance_preview(blog)

    fine = alice_browsing.send(address, {"csrf_token": token, "theme": "novel"}, headers=json)
    bad = alice_browsing.send(address, {"csrf_token": token, "theme": "x"}, headers=json)

    assert fine.json is not None
    assert NOVEL in fine.json["css"]
    assert fine.json["dress"] == "look-novel"
    assert (bad.status_code, bad.json) == (422, {"problem": "Choose one of these."})


def test_who_saves_over_somebody_else_is_asked_once_more(
    alice_browsing: Visitor, edited_blog: Blog, bob: User
) -> None:
    opened = alice_browsing.get(page(edited_blog)).text
    version = re.findall(r'name="version"[^>]*value="(\w+)"', opened)[0]
    restyle(edited_blog, bob, theme="orchard")

    answer = alice_browsing.post(page(edited_blog), theme="studio", version=version)

    assert answer.status_code == 409
    assert "Somebody else changed these looks meanwhile" in answer.text
    assert Blog.get(edited_blog.id).look == Look(theme="orchard")
    again = re.findall(r'name="version"[^>]*value="(\w+)"', answer.text)[0]
    alice_browsing.post(page(edited_blog), theme="studio", version=again)
    assert Blog.get(edited_blog.id).look == Look(theme="studio")


def test_every_page_of_the_blog_has_the_looks_and_no_other_page(
    reader: Visitor, blog: Blog, published: Post, alice: User
) -> None:
    restyle(blog, alice, css=CSS)
    published.share(by=alice) if not published.published else None

    own = [urls.blog(blog), urls.post(published), urls.search(blog), urls.feeds(blog)]
    others = [urls.home(), urls.search(), urls.blogs_of(alice), "/login"]
    for address in own:
        html = reader.get(address).text
        assert NOVEL in html, address
        assert len(sheets(html)) == 1, address
        assert html.index('class="own-frame"') < html.index("<main"), address
    for address in others:
        html = reader.get(address).text
        assert NOVEL not in html, address
        assert sheets(html) == [], address


def test_a_draft_that_was_shared_has_them_too(
    reader: Visitor, blog: Blog, draft: Post, alice: User
) -> None:
    restyle(blog, alice)
    draft.share(by=alice)

    assert draft.preview_link is not None
    assert NOVEL in reader.get(urls.shared_draft(draft.preview_link.token)).text


def test_a_blog_that_looks_as_the_site_does_says_nothing_of_it(reader: Visitor, blog: Blog) -> None:
    html = reader.get(urls.blog(blog)).text

    assert "look-" not in html
    assert "own-frame" not in html


def test_its_css_is_a_file_for_good(reader: Visitor, blog: Blog, alice: User) -> None:
    restyle(blog, alice, css=CSS)
    (address,) = sheets(reader.get(urls.blog(blog)).text)

    answer = reader.get(address)

    assert answer.text == ".own h1{color:red}"
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    same = {"If-None-Match": answer.headers["ETag"]}
    assert reader.get(address, headers=same).status_code == 304
    assert reader.get(address.replace("style-", "style-0")).status_code == 404
    restyle(blog, alice)
    assert reader.get(address).status_code == 410


def test_bar_and_name_of_the_site_are_no_part_of_what_its_css_is_about(
    alice_browsing: Visitor, blog: Blog, alice: User
) -> None:
    restyle(blog, alice, css=CSS)

    before, _, inside = alice_browsing.get(urls.blog(blog)).text.partition('class="own-frame"')
    own, _, after = inside.partition("</div></div><footer")

    assert 'class="member-bar"' in before
    assert 'class="skip"' in before
    assert "colophon" in own
    assert 'class="brand"' not in own
    assert 'class="brand"' in after


def test_pages_that_are_kept_change_with_the_looks(
    app: Flask, reader: Visitor, blog: Blog, published: Post, alice: User
) -> None:
    ready(app)
    for address in (urls.blog(blog), urls.post(published), urls.feed(blog)):
        reader.get(address), reader.get(address)
    feed = reader.get(urls.feed(blog)).data

    restyle(blog, alice)

    assert NOVEL in reader.get(urls.blog(blog)).text
    assert NOVEL in reader.get(urls.post(published)).text
    assert reader.get(urls.feed(blog)).data == feed


def test_the_picture_that_is_drawn_for_a_post_has_the_colours_of_its_blog(
    reader: Visitor, blog: Blog, published: Post, alice: User
) -> None:
    before = heads.read(reader.get(urls.post(published)).text).meta("og:image")

    restyle(blog, alice)

    after = str(heads.read(reader.get(urls.post(published)).text).meta("og:image"))
    drawn = Image.open(BytesIO(reader.get(after.removeprefix("http://localhost:5454")).data))
    assert after != before
    assert drawn.convert("RGB").getpixel((2, 2)) == (0xF8, 0xF2, 0xE6)


def test_it_is_linked_from_the_settings_for_members_only(
    alice_browsing: Visitor, carol_browsing: Visitor, blog: Blog
) -> None:
    assert page(blog) in alice_browsing.get(urls.blog_settings(blog)).text
    assert page(blog) not in carol_browsing.get(urls.blog(blog)).text
