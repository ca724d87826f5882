"""Pages of a blog: in its menu, and in no list of posts."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from blogsite.lib import clock
from blogsite.models import Blog, Post, SettingsWish, User, blog_removal
from blogsite.models.errors import Invalid
from blogsite.models.post.pages import MOST_PAGES
from tests.support.factories import make_post

quick = pytest.mark.quick


def make_page(blog: Blog, title: str, *, by: User, status: str = "published", **place: Any) -> Post:
    wish = SettingsWish(values={"kind": "page", **place})
    return make_post(blog, by=by, title=title, status=status, settings=wish)


def menu(blog: Blog) -> list[str]:
    return [one.title for one in Blog.get(blog.id).pages]


def test_a_page_stands_in_no_stream_and_no_feed(blog: Blog, published: Post, alice: User) -> None:
    make_page(blog, "About", by=alice)

    assert blog.front().posts == blog.posts(visible_to=None).posts == [published]
    assert blog.feed().posts == Blog.newest_posts().posts == [published]
    assert Post.newest(visible_to=alice).posts == [published]


@quick
def test_the_menu_goes_by_number_then_by_title(blog: Blog, alice: User) -> None:
    make_page(blog, "Contact", by=alice)
    make_page(blog, "about", by=alice)
    make_page(blog, "Zoo", by=alice, menu_number=1)
    make_page(blog, "Imprint", by=alice, menu_number=2)

    assert menu(blog) == ["Zoo", "Imprint", "about", "Contact"]


@quick
@pytest.mark.parametrize(
    ("changed", "shown"),
    [
        (lambda page, by: page.revise(title="Us", by=by), ["Us"]),
        (lambda page, by: page.revise(slug="us", by=by), ["About"]),
        (lambda page, by: page.withdraw(by=by), []),
        (lambda page, by: page.trash(by=by), []),
        (lambda page, by: page.revise(settings=SettingsWish(values={"kind": "post"}), by=by), []),
    ],
)
def test_the_menu_follows_its_pages(
    blog: Blog, alice: User, changed: Callable[[Post, User], None], shown: list[str]
) -> None:
    page = make_page(blog, "About", by=alice)

    changed(page, alice)

    assert menu(blog) == shown
    assert all(one.slug == page.slug for one in Blog.get(blog.id).pages)


@quick
def test_an_unlisted_page_is_in_no_menu_until_it_is_listed(blog: Blog, alice: User) -> None:
    page = make_page(blog, "About", by=alice)
    page.unlist(by=alice)
    assert menu(blog) == []

    page.relist(by=alice)
    assert menu(blog) == ["About"]


@quick
def test_a_page_comes_back_to_the_menu(blog: Blog, alice: User) -> None:
    page = make_page(blog, "About", by=alice)
    page.trash(by=alice)
    page.restore(by=alice)

    assert menu(blog) == ["About"]


@quick
def test_a_draft_is_in_no_menu_and_a_scheduled_page_comes_by_itself(
    blog: Blog, alice: User
) -> None:
    make_page(blog, "Draft", by=alice, status="draft")
    later = make_page(blog, "Later", by=alice, status="draft")
    later.schedule(clock.now() + timedelta(days=1), by=alice)

    assert menu(blog) == []
    with time_machine.travel(clock.now() + timedelta(days=2)):
        assert menu(blog) == ["Later"]


@quick
def test_a_blog_has_room_for_so_many_pages(
    blog: Blog, draft: Post, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("blogsite.models.post.pages.MOST_PAGES", 2)
    for title in ("About", "Contact"):
        make_page(blog, title, by=alice)

    with pytest.raises(Invalid) as refusal:
        draft.revise(settings=SettingsWish(values={"kind": "page"}), by=alice)

    assert refusal.value.field == "kind"
    assert MOST_PAGES > 2


@quick
def test_a_page_stays_in_the_trash_while_others_have_its_room(
    blog: Blog, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("blogsite.models.post.pages.MOST_PAGES", 2)
    page, other = [make_page(blog, title, by=alice) for title in ("About", "Contact")]
    page.trash(by=alice)
    make_page(blog, "Imprint", by=alice)

    with pytest.raises(Invalid):
        page.restore(by=alice)
    assert menu(blog) == ["Contact", "Imprint"]
    other.trash(by=alice)
    page.restore(by=alice)

    assert menu(blog) == ["About", "Imprint"]


@quick
def test_a_deleted_blog_names_no_page(blog: Blog, alice: User) -> None:
    make_page(blog, "About", by=alice)

    blog_removal.remove(blog, by=alice)

    stored = Blog.find({"_id": blog.id})
    assert stored is not None
    assert (stored.menu, stored.series) == ([], [])


def test_pages_changed_at_once_are_all_in_the_menu(app: Flask, blog: Blog, alice: User) -> None:
    pages = [make_page(blog, f"{n}", by=alice, status="draft") for n in range(6)]

    def publish(page: Post) -> None:
        with app.app_context():
            Post.get(page.id).publish(by=alice)

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(publish, pages))

    assert menu(blog) == [f"{n}" for n in range(6)]
