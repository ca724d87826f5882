"""Redirects: from where to where, followed to the end, and never in a circle."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from blogsite.models import Blog, Post, Redirect, User
from blogsite.models.blog_removal import purge, remove
from blogsite.models.errors import Forbidden, Gone, Invalid, NotFound
from blogsite.models.forwarding import forward
from blogsite.models.redirect import MOST, Redirects, Refused
from tests.support.factories import make_blog, make_post


def aim(path: str) -> str:
    return forward(path, visible_to=None).address


def add(blog: Blog, path: str, target: str, *, by: User) -> None:
    Redirects(blog).add(path, target, by=by)


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("2019/05/old-title", "2019/05/old-title"),
        ("/2019/05/Old-Title/", "2019/05/old-title"),
        ("old.html", "OLD.html"),
        ("/@field-notes/old.html", "old.html"),
        ("http://localhost:5454/@Field-Notes//old.html", "old.html"),
        ("%D0%B4%D0%BE%D0%B6%D0%B4%D1%8C", "дождь"),
        ("cafe\u0301", "caf\u00e9"),
        ("old.md", "old.md"),
    ],
)
def test_an_old_path_leads_to_a_post(
    blog: Blog, published: Post, alice: User, path: str, asked: str
) -> None:
    add(blog, path, "rain", by=alice)

    assert aim(f"/@field-notes/{asked}") == "/@field-notes/rain"


@pytest.mark.parametrize(
    ("target", "leads_to"),
    [
        ("/rain/", "/@field-notes/rain"),
        ("Rain", "/@field-notes/rain"),
        ("/@field-notes/rain", "/@field-notes/rain"),
        ("http://localhost:5454/@field-notes/rain", "/@field-notes/rain"),
        ("feed.xml", "/@field-notes/feed.xml"),
        ("/", "/@field-notes/"),
        ("https://Example.org/Rain?x=1#y", "https://example.org/Rain?x=1#y"),
    ],
)
def test_a_target_is_a_post_a_page_or_elsewhere(
    blog: Blog, published: Post, alice: User, target: str, leads_to: str
) -> None:
    add(blog, "old", target, by=alice)

    assert aim("/@field-notes/old") == leads_to


@pytest.mark.parametrize(
    "target",
    [
        *(
            "javascript:alert(1)",
            "data:text/html,x",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil",
        ),
        *("ftp://example.org/x", "https://", "https://a:b@example.org", "https:///x", "http://[x"),
        *("nothing", "../rain", "rain?x=1", "rain#top", "series/none", "/@nobody/x", "%2e%2e/x"),
        *("http://localhost:5454/login", "posts/" + "0" * 24, "mailto:a@example.org", "%5cevil"),
        "rain\x00",
    ],
)
def test_what_is_no_target_is_refused(
    blog: Blog, published: Post, alice: User, target: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        add(blog, "old", target, by=alice)

    assert refusal.value.field == "target"
    assert Redirect.of_blog(blog.id) == []


@pytest.mark.parametrize(
    "path",
    [
        *("rain", "/Rain/", "feed.xml", "/", "@field-notes", "/@other/x", "https://old.example/x"),
        *("a/../b", "old?p=123", "x" * 301, "/\\x", "//x", "a%00b", "posts.html#x"),
    ],
)
def test_what_is_no_old_path_is_refused(
    blog: Blog, published: Post, alice: User, path: str
) -> None:
    make_blog(by=alice, title="Other")
    with pytest.raises(Invalid) as refusal:
        add(blog, path, "rain", by=alice)

    assert refusal.value.field == "source"


def test_a_redirect_follows_its_post_and_its_blog(blog: Blog, published: Post, alice: User) -> None:
    add(blog, "old.html", "rain", by=alice)
    published.revise(slug="snow", by=alice)
    blog.move("journal", by=alice)
    published.revise(slug="hail", by=alice)

    assert aim("/@field-notes/old.html") == aim("/@journal/OLD.html/") == "/@journal/hail"


def test_what_is_taken_from_readers_is_gone_from_there_too(
    blog: Blog, published: Post, alice: User
) -> None:
    add(blog, "old.html", "rain", by=alice)
    published.trash(by=alice)
    with pytest.raises(Gone):
        aim("/@field-notes/old.html")
    published.restore(by=alice)
    assert aim("/@field-notes/old.html") == "/@field-notes/rain"
    published.trash(by=alice)
    published.remove(by=alice)
    with pytest.raises(Gone):
        aim("/@field-notes/old.html")


def test_a_draft_is_led_to_once_it_is_public(blog: Blog, draft: Post, alice: User) -> None:
    add(blog, "old.html", "rain", by=alice)
    with pytest.raises(NotFound):
        aim("/@field-notes/old.html")

    draft.publish(by=alice)

    assert aim("/@field-notes/old.html") == "/@field-notes/rain"


def test_a_draft_that_was_deleted_leaves_nothing_to_lead_to(
    blog: Blog, draft: Post, alice: User
) -> None:
    add(blog, "old.html", "rain", by=alice)
    draft.trash(by=alice)
    draft.remove(by=alice)

    with pytest.raises(NotFound):
        aim("/@field-notes/old.html")


def test_a_redirect_to_a_redirect_leads_to_its_end(
    blog: Blog, published: Post, alice: User
) -> None:
    add(blog, "b", "rain", by=alice)
    add(blog, "a", "b", by=alice)
    Redirects(blog).take_in("c d\nd e\ne a", by=alice)

    for path in "abcde":
        assert aim(f"/@field-notes/{path}") == "/@field-notes/rain"


@pytest.mark.parametrize("lines", ["a a", "a b\nb a", "a b\nb c\nc a\nd rain"])
def test_no_redirects_lead_in_a_circle(
    blog: Blog, published: Post, alice: User, lines: str
) -> None:
    with pytest.raises(Refused) as refusal:
        Redirects(blog).take_in(lines, by=alice)

    assert {one.sentence for one in refusal.value.reasons} == {"This leads in a circle."}
    assert Redirect.of_blog(blog.id) == []


def test_two_blogs_cannot_lead_to_each_other_for_ever(
    blog: Blog, published: Post, alice: User
) -> None:
    other = make_blog(by=alice, title="Other")
    add(blog, "old", "http://localhost:5454/@field-notes/rain", by=alice)
    add(other, "old", "/@field-notes/rain", by=alice)

    assert aim("/@other/old") == "/@field-notes/rain"
    for target in ("/@field-notes/old", "http://localhost:5454/@field-notes/old"):
        with pytest.raises(Invalid):
            add(other, "older", target, by=alice)


def test_what_another_blog_hides_is_not_led_to(blog: Blog, draft: Post, bob: User) -> None:
    other = make_blog(by=bob, title="Other")

    for target in ("/@field-notes/rain", f"/posts/{draft.id}"):
        with pytest.raises(Invalid):
            add(other, "old", target, by=bob)


def test_what_lives_beats_a_redirect(blog: Blog, published: Post, alice: User) -> None:
    add(blog, "old", "https://example.org/", by=alice)
    make_post(blog, by=alice, title="Old", status="published")

    assert aim("/@field-notes/OLD") == "/@field-notes/old"


def test_each_refused_line_is_told_and_none_is_kept(
    blog: Blog, published: Post, alice: User
) -> None:
    lines = "a rain\n\nonly-one\nb nothing\nc rain 301\nA feed.xml\nrain rain\nd e f"
    with pytest.raises(Refused) as refusal:
        Redirects(blog).take_in(lines, by=alice)

    assert [one.number for one in refusal.value.reasons] == [3, 4, 6, 7, 8]
    assert all(one.sentence for one in refusal.value.reasons)
    assert Redirect.of_blog(blog.id) == []


def test_taking_in_the_same_again_changes_nothing_and_another_target_replaces(
    blog: Blog, published: Post, alice: User
) -> None:
    for target in ("rain", "rain", "feed.xml"):
        Redirects(blog).take_in(f"a {target}\nb rain", by=alice)

    assert (aim("/@field-notes/a"), aim("/@field-notes/b")) == (
        "/@field-notes/feed.xml",
        "/@field-notes/rain",
    )
    assert len(Redirect.of_blog(blog.id)) == 2


def test_a_blog_keeps_some_hundreds(blog: Blog, published: Post, alice: User) -> None:
    Redirects(blog).take_in("\n".join(f"old/{n} rain" for n in range(MOST)), by=alice)

    with pytest.raises(Invalid) as refusal:
        add(blog, "one-more", "rain", by=alice)
    assert "500 redirects" in str(refusal.value.sentence)
    with pytest.raises(Invalid):
        Redirects(blog).take_in("\n".join(f"{n} rain" for n in range(MOST + 1)), by=alice)
    assert len(Redirects(blog).shown) == MOST


def test_only_members_keep_redirects(blog: Blog, published: Post, carol: User, alice: User) -> None:
    add(blog, "old", "rain", by=alice)
    (kept,) = Redirect.of_blog(blog.id)

    with pytest.raises(Forbidden):
        add(blog, "other", "rain", by=carol)
    with pytest.raises(Forbidden):
        Redirects(blog).remove(kept.id, by=carol)
    assert aim("/@field-notes/old") == "/@field-notes/rain"
    Redirects(blog).remove(kept.id, by=alice)
    Redirects(blog).remove(kept.id, by=alice)
    with pytest.raises(NotFound):
        aim("/@field-notes/old")


def test_one_old_address_at_once_is_kept_once(
    app: Flask, blog: Blog, published: Post, alice: User
) -> None:
    def keep(_n: int) -> None:
        with app.app_context():
            add(Blog.get(blog.id), "old", "rain", by=alice)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(keep, range(4)))

    assert len(Redirect.of_blog(blog.id)) == 1


def test_a_deleted_blog_forgets_them(blog: Blog, published: Post, alice: User) -> None:
    add(blog, "old", "rain", by=alice)
    remove(blog, by=alice)
    purge(blog.id)

    assert Redirect.of_blog(blog.id) == []
