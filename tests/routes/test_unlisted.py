"""Unlisted posts at the door: read by whoever has the address, and found nowhere."""

from __future__ import annotations

from blogsite import urls
from blogsite.models import Blog, Post, SettingsWish, User
from tests.support.factories import make_post
from tests.support.visitor import Visitor


def test_a_stranger_with_the_address_reads_it_and_search_engines_are_told(
    reader: Visitor, published: Post, alice: User
) -> None:
    published.unlist(by=alice)

    page = reader.get(urls.post(published))

    assert page.status_code == 200
    assert "It <em>rained</em> all day." in page.text
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in page.text
    assert reader.get(urls.permanent(published)).status_code == 301


def test_a_listed_post_may_be_found(reader: Visitor, published: Post) -> None:
    page = reader.get(urls.post(published))

    assert "X-Robots-Tag" not in page.headers
    assert "noindex" not in page.text


def test_no_public_page_leads_to_it(
    reader: Visitor, carol_browsing: Visitor, published: Post, blog: Blog, alice: User
) -> None:
    published.unlist(by=alice)

    for path in ("/", urls.blog(blog), urls.feed(blog), urls.blogs_of(alice)):
        for person in (reader, carol_browsing):
            assert published.slug not in person.get(path).text


def test_members_see_its_state(alice_browsing: Visitor, published: Post, alice: User) -> None:
    published.unlist(by=alice)

    assert "This post is unlisted" in alice_browsing.get(urls.post(published)).text
    for path in (urls.posts(), urls.edit(published)):
        assert '<span class="state state-unlisted">Unlisted</span>' in alice_browsing.get(path).text


def test_the_editor_says_who_finds_it(
    alice_browsing: Visitor, published: Post, reader: Visitor
) -> None:
    saved = alice_browsing.post(urls.edit(published), visibility="unlisted")

    editor = alice_browsing.get(urls.edit(published)).text
    assert "whoever has its address" in alice_browsing.get(saved.location).text
    assert 'checked id="visibility-1"' in editor
    assert reader.get(urls.post(published)).headers["X-Robots-Tag"] == "noindex"


def test_a_new_post_is_public_unless_it_says_otherwise(alice_browsing: Visitor, blog: Blog) -> None:
    alice_browsing.post(urls.new_post(blog), title="Loud", content="x")
    alice_browsing.post(urls.new_post(blog), title="Quiet", content="x", visibility="unlisted")

    found = Post.collection().find({"blog_id": blog.id})
    posts = {post.title: post.listed for post in Post.load_all(found)}
    assert posts == {"Loud": True, "Quiet": False}


def test_a_visibility_that_there_is_not_is_refused_beside_its_field(
    alice_browsing: Visitor, blog: Blog
) -> None:
    refused = alice_browsing.post(
        urls.new_post(blog), title="Rain", content="Words", visibility="secret"
    )

    assert refused.status_code == 422
    assert "Choose public or unlisted." in refused.text
    assert "Words" in refused.text


def test_a_series_that_no_list_leads_to_is_named_without_a_link(
    reader: Visitor, alice_browsing: Visitor, blog: Blog, alice: User
) -> None:
    wish = SettingsWish(values={"series": "On rain"})
    hidden = make_post(blog, by=alice, status="published", visibility="unlisted", settings=wish)
    address = urls.series(blog, "on-rain")

    for person in (reader, alice_browsing):
        page = person.get(urls.post(hidden)).text
        assert "Part 1 of 1 in <bdi>On rain</bdi>" in page
        assert address not in page

    make_post(blog, by=alice, title="Ray", status="published", settings=wish)
    assert address in reader.get(urls.post(hidden)).text
    assert reader.get(address).status_code == 200


def test_who_publishes_it_is_not_told_that_everybody_reads_it(
    alice_browsing: Visitor, draft: Post, alice: User
) -> None:
    draft.unlist(by=alice)
    said = "Published. Whoever has its address can read it now."

    answer = alice_browsing.post(urls.publication(draft))
    assert said in alice_browsing.get(answer.location).text
    answer = alice_browsing.post(urls.edit(draft), title="Rain at night")
    assert said in alice_browsing.get(answer.location).text
