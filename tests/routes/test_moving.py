"""The pages where a blog is moved and its redirects are kept."""

from __future__ import annotations

import pytest

from blogsite import urls
from blogsite.models import Blog, Post, Redirect, User
from blogsite.models.redirect import Redirects
from tests.support.factories import make_blog, make_post
from tests.support.visitor import Visitor


def test_an_owner_moves_a_blog(
    alice_browsing: Visitor, reader: Visitor, blog: Blog, published: Post
) -> None:
    assert 'value="field-notes"' in alice_browsing.get(urls.blog_address(blog)).text
    answer = alice_browsing.post(urls.blog_address(blog), name="Journal")

    page = alice_browsing.get(answer.location).text
    assert (answer.status_code, answer.location) == (302, urls.blog_address(blog))
    assert "Its old address leads to the new one" in page
    assert "/@field-notes/" in page
    assert reader.get("/@field-notes/rain").location == "/@journal/rain"


@pytest.mark.parametrize("name", ["", "🌧", "admin", "taken", "x" * 121])
def test_a_refused_name_stays_in_its_field(
    alice_browsing: Visitor, blog: Blog, alice: User, name: str
) -> None:
    Blog.create(title="Taken", description="", by=alice)

    answer = alice_browsing.post(urls.blog_address(blog), name=name)

    assert answer.status_code == 422
    assert f'value="{name}"' in answer.text
    assert 'class="error"' in answer.text
    assert Blog.get(blog.id).slug == "field-notes"


def test_an_editor_sees_the_address_and_does_not_change_it(
    bob_browsing: Visitor, blog: Blog
) -> None:
    page = bob_browsing.get(urls.blog_address(blog))

    assert ("/@field-notes/" in page.text, 'name="name"' in page.text) == (True, False)
    assert bob_browsing.post(urls.blog_address(blog), name="mine").status_code == 403


def test_an_editor_adds_and_removes_a_redirect(
    bob_browsing: Visitor, reader: Visitor, blog: Blog, published: Post
) -> None:
    answer = bob_browsing.post(urls.redirects(blog), source="2019/05/rain.html", target="rain")
    page = bob_browsing.get(answer.location).text
    (kept,) = Redirect.of_blog(blog.id)

    assert (answer.status_code, answer.location) == (302, urls.redirects(blog))
    assert "/@field-notes/2019/05/rain.html" in page
    assert reader.get("/@field-notes/2019/05/rain.html").location == "/@field-notes/rain"
    assert bob_browsing.post(urls.redirect_removal(blog, kept)).status_code == 302
    assert reader.get("/@field-notes/2019/05/rain.html").status_code == 404


def test_a_refused_redirect_keeps_what_was_typed(alice_browsing: Visitor, blog: Blog) -> None:
    answer = alice_browsing.post(
        urls.redirects(blog), source="old.html", target="ftp://example.org/x"
    )

    assert answer.status_code == 422
    assert 'value="old.html"' in answer.text
    assert 'value="ftp://example.org/x"' in answer.text
    assert "This is no address." in answer.text


def test_many_are_taken_in_at_once(
    alice_browsing: Visitor, reader: Visitor, blog: Blog, published: Post
) -> None:
    lines = "2019/05/rain.html rain\r\n\r\n/about https://example.org/about\r\n"
    answer = alice_browsing.post(urls.redirects_import(blog), lines=lines)

    assert "2 old addresses lead on." in alice_browsing.get(answer.location).text
    elsewhere = reader.get("/@field-notes/about")
    assert (elsewhere.status_code, elsewhere.location) == (301, "https://example.org/about")


def test_each_refused_line_is_told_with_its_number_and_nothing_is_lost(
    alice_browsing: Visitor, blog: Blog, published: Post
) -> None:
    answer = alice_browsing.post(urls.redirects_import(blog), lines="a rain\n\nb nothing\nalone")

    assert answer.status_code == 422
    assert "a rain\n\nb nothing\nalone" in answer.text.replace("\r\n", "\n")
    assert "<strong>Line 3</strong> There is no post" in answer.text
    assert "<strong>Line 4</strong> Write two addresses" in answer.text
    assert "2 lines cannot be kept." in answer.text
    assert Redirect.of_blog(blog.id) == []


def test_lines_are_sent_at_all(alice_browsing: Visitor, blog: Blog) -> None:
    answer = alice_browsing.post(urls.redirects_import(blog), lines=" \n ")

    assert answer.status_code == 422
    assert "Write at least one line." in answer.text


def test_the_list_says_what_is_elsewhere_hidden_or_gone(
    alice_browsing: Visitor, blog: Blog, draft: Post, alice: User
) -> None:
    thrown = make_post(blog, by=alice, title="Thrown", status="published")
    gone = make_post(blog, by=alice, title="Gone")
    lines = "a rain\nb https://example.org/\nc thrown\nd gone\ne feed.xml"
    Redirects(blog).take_in(lines, by=alice)
    for post in (thrown, gone):
        post.trash(by=alice)
    thrown.remove(by=alice)
    gone.remove(by=alice)

    page = alice_browsing.get(urls.redirects(blog)).text

    for said in ("not published", "elsewhere", "a post that was deleted", "/feed.xml"):
        assert said in page
    assert "a draft that was deleted" in page


def test_a_stranger_reads_nothing_of_what_another_blog_takes_back(
    alice_browsing: Visitor, blog: Blog, alice: User, bob: User
) -> None:
    other = make_blog(by=bob, title="Other")
    for title in ("Rain", "Snow"):
        post = make_post(other, by=bob, title=title, status="published")
        Redirects(blog).add(title, f"/posts/{post.id}", by=alice)
    post.withdraw(by=bob)
    post.revise(title="Sacked", slug="sacked", by=bob)

    page = alice_browsing.get(urls.redirects(blog)).text

    assert "a post that is not public any more" in page
    assert "Rain" in page
    assert "sacked" not in page.lower()


def test_a_blogs_page_leads_its_members_to_its_settings(
    alice_browsing: Visitor, reader: Visitor, blog: Blog
) -> None:
    assert urls.blog_settings(blog) in alice_browsing.get(urls.blog(blog)).text
    assert urls.redirects(blog) in alice_browsing.get(urls.blog_settings(blog)).text
    assert urls.blog_settings(blog) not in reader.get(urls.blog(blog)).text


@pytest.mark.parametrize("page", ["nothing.md", "nothing", f"tags/{'x' * 51}/feed.xml"])
def test_an_old_name_leads_nobody_to_where_nothing_is(
    reader: Visitor, blog: Blog, alice: User, page: str
) -> None:
    blog.move("journal", by=alice)

    assert reader.get(f"/@field-notes/{page}").status_code == 404
    assert reader.get("/@field-notes/tags/rain/feed.xml").status_code == 301
