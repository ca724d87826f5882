"""Blogs: mine, somebody's, a new one, and each one's page and feed."""

from __future__ import annotations

import feedparser
import pytest

from blogsite import urls
from blogsite.models import Blog, Post, User
from tests.support.factories import make_blog, make_post
from tests.support.visitor import Visitor, link


def test_a_new_blog_is_on_the_desk(alice_browsing: Visitor) -> None:
    answer = alice_browsing.post("/blogs/new", title="Field Notes", description="Walks")

    blog = Blog.by_slug("field-notes")
    desk = alice_browsing.get(answer.location).text
    assert (answer.status_code, answer.location) == (302, "/blogs")
    assert "Your blog is ready." in desk
    assert f'href="/posts/new/{blog.id}"' in desk


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Give the blog a title."),
        ({"title": "   "}, "Give the blog a title."),
        ({"title": "t" * 121}, "Use 120 characters at the most."),
        ({"title": "T", "description": "d" * 501}, "Use 500 characters at the most."),
    ],
)
def test_a_refused_blog_keeps_what_was_typed(
    alice_browsing: Visitor, fields: dict[str, str], sentence: str
) -> None:
    answer = alice_browsing.post("/blogs/new", **fields)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert all(value.strip() in answer.text for value in fields.values())


def test_a_title_of_invisible_characters_is_refused_by_the_model(alice_browsing: Visitor) -> None:
    answer = alice_browsing.post("/blogs/new", title="\x07\x08")

    assert answer.status_code == 422
    assert "Give the blog a title." in answer.text


def test_a_new_blogs_page_has_its_form(alice_browsing: Visitor) -> None:
    assert 'name="description"' in alice_browsing.get("/blogs/new").text


def test_a_desk_links_pages_and_editors(alice_browsing: Visitor, draft: Post) -> None:
    desk = alice_browsing.get("/blogs").text

    assert f'href="{urls.post(draft)}"' in desk
    assert f'href="{urls.edit(draft)}"' in desk


def test_anybodys_blogs_are_public(reader: Visitor, blog: Blog, alice: User) -> None:
    page = reader.get(urls.blogs_of(alice))

    assert page.status_code == 200
    assert urls.blog(blog) in page.text
    assert alice.email not in page.text


def test_many_blogs_are_shown_a_page_at_a_time(
    reader: Visitor, alice_browsing: Visitor, alice: User
) -> None:
    for n in range(21):
        make_blog(by=alice, title=f"Blog {n}")

    for browser, path in (
        (reader, urls.blogs_of(alice)),
        (alice_browsing, "/blogs"),
        (alice_browsing, "/profile"),
    ):
        first = browser.get(path)
        older = browser.get(link(first, "Older blogs"))
        assert ("Blog 20<" in first.text, "Blog 0<" in first.text) == (True, False)
        assert ("Blog 20<" in older.text, "Blog 0<" in older.text) == (False, True)
        assert "Blog 20<" in browser.get(link(older, "Newer blogs")).text


def test_a_page_of_blogs_that_are_gone_leads_back(reader: Visitor, alice: User, blog: Blog) -> None:
    page = reader.get(urls.blogs_of(alice, before=f"0-{blog.id}"))

    assert "Newer blogs" in page.text


def test_a_desk_leads_on_to_older_posts(alice_browsing: Visitor, blog: Blog, alice: User) -> None:
    for n in range(21):
        make_post(blog, by=alice, title=f"Day {n}")

    desk = alice_browsing.get("/blogs")

    assert "Day 0<" not in desk.text
    assert "Day 0<" in alice_browsing.get(link(desk, "Older posts")).text


def test_nobodys_blogs_are_not_found(reader: Visitor, blog: Blog) -> None:
    assert reader.get(urls.blogs_of(blog)).status_code == 404


def test_a_reader_sees_only_what_is_published(
    reader: Visitor, blog: Blog, published: Post, alice: User
) -> None:
    make_post(blog, by=alice, title="Secret plans")

    page = reader.get(urls.blog(blog))

    assert urls.post(published) in page.text
    assert "Secret plans" not in page.text
    assert "/edit" not in page.text


def test_a_member_sees_drafts_and_ways_to_write(
    bob_browsing: Visitor, blog: Blog, draft: Post
) -> None:
    page = bob_browsing.get(urls.blog(blog)).text

    assert f'href="{urls.edit(draft)}"' in page
    assert f'href="{urls.new_post(blog)}"' in page


def test_a_member_goes_back_to_the_newest_posts(
    bob_browsing: Visitor, blog: Blog, alice: User
) -> None:
    for n in range(21):
        make_post(blog, by=alice, title=f"Day {n}", status="published")
    older = bob_browsing.get(link(bob_browsing.get(urls.blog(blog)), "Older posts"))

    newest = bob_browsing.get(link(older, "Newer posts"))

    assert ("Day 20<" in newest.text, "Newer posts" in newest.text) == (True, False)


def test_readers_all_get_the_same_page_without_cookie_or_token(
    reader: Visitor, app: object, blog: Blog, published: Post
) -> None:
    for path in ("/", urls.blog(blog), urls.post(published), urls.feed(blog)):
        first, second = reader.get(path), Visitor(app, agent="Lynx").get(path)  # type: ignore[arg-type]
        assert first.data == second.data
        assert "Set-Cookie" not in first.headers
        assert b"csrf" not in first.data
        assert first.headers["Cache-Control"] == "no-cache"


def test_what_a_member_sees_is_kept_by_no_cache(alice_browsing: Visitor, blog: Blog) -> None:
    assert alice_browsing.get(urls.blog(blog)).headers["Cache-Control"] == "no-store"


def test_a_long_list_goes_on_on_older_pages(reader: Visitor, blog: Blog, alice: User) -> None:
    for n in range(21):
        make_post(blog, by=alice, title=f"Day {n}", status="published")

    for path in ("/", urls.blog(blog)):
        first = reader.get(path)
        older = (
            first.text.split('rel="next"')[0].rsplit("<a ", 1)[1]
            if 'rel="next"' in first.text
            else ""
        )
        assert "before=" in first.text, older
        assert "Day 0<" not in first.text
    older = urls.blog(blog, before=blog.posts(visible_to=None).older)
    assert "Day 0<" in reader.get(older).text
    assert reader.get(urls.home(before="nonsense")).status_code == 404


def test_a_blog_reads_from_the_side_where_its_script_begins(reader: Visitor, alice: User) -> None:
    blog = make_blog(by=alice, title="دفتر الشرفة")
    post = make_post(blog, by=alice, title="عن المذياع", status="published")

    # Whatever stands in a <bdi> has no say in the direction: a date is written in our language.
    assert '<article class="summary" dir="auto">' in reader.get(urls.blog(blog)).text
    assert '<p class="summary-date"><bdi><time' in reader.get(urls.blog(blog)).text
    assert '<article class="summary">' in reader.get("/").text
    assert '<header class="masthead" dir="auto">' in reader.get(urls.post(post)).text


@pytest.mark.parametrize(
    "path", ["/@nothing/", "/@nothing/feed.xml", "/@nothing/rain", "/@/", "/@"]
)
def test_a_blog_that_is_not_there_is_not_found(reader: Visitor, path: str) -> None:
    assert reader.get(path).status_code == 404


def test_a_feed_is_atom_that_readers_understand(
    reader: Visitor, blog: Blog, published: Post, alice: User
) -> None:
    make_post(blog, by=alice, title="Secret plans")
    answer = reader.get(urls.feed(blog))

    feed = feedparser.parse(answer.data)
    entry = feed.entries[0]
    assert answer.mimetype == "application/atom+xml"
    assert not feed.bozo
    assert (feed.feed.title, len(feed.entries)) == ("Field Notes", 1)
    assert entry.link == f"http://localhost:5454{urls.post(published)}"
    assert entry.id == f"http://localhost:5454/posts/{published.id}"
    assert entry.author == "Alice"
    assert "<em>rained</em>" in entry.content[0].value


def test_a_feed_of_odd_titles_is_still_xml(reader: Visitor, alice: User) -> None:
    blog = make_blog(by=alice, title="A & B <c>", description="x]]>\x0by")
    make_post(
        blog,
        by=alice,
        title="1 < 2 & 3\x01",
        content="```\n]]>\x1f\n```",
        tags=["<t>"],
        status="published",
    )

    feed = feedparser.parse(reader.get(urls.feed(blog)).data)

    assert not feed.bozo
    assert feed.entries[0].title == "1 < 2 & 3"


def test_an_anchor_in_a_feed_leads_to_its_own_post(
    reader: Visitor, blog: Blog, alice: User
) -> None:
    post = make_post(blog, by=alice, status="published", content="a[^1]\n\n[^1]: b")

    feed = reader.get(urls.feed(blog)).text

    assert f'href="{urls.absolute(urls.post(post))}#p-fn1"' in feed
    assert 'href="#' not in feed
