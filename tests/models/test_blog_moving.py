"""A blog gets another name, and what it was called stays its own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from flask import Flask

from blogsite.models import Blog, User
from blogsite.models.blog import MOST_NAMES
from blogsite.models.blog_removal import remove
from blogsite.models.errors import Forbidden, Invalid, NotFound
from blogsite.models.signals import blog_moved
from tests.support.factories import make_blog

quick = pytest.mark.quick


@quick
@pytest.mark.parametrize(
    ("wish", "slug"),
    [("journal", "journal"), (" @Crème Brûlée! ", "creme-brulee"), ("Дождь", "dozhd")],
)
def test_a_blog_moves_to_a_name_of_any_script(
    blog: Blog, alice: User, wish: str, slug: str
) -> None:
    blog.move(wish.strip(), by=alice)

    assert (blog.slug, blog.old_slugs) == (slug, ["field-notes"])
    assert Blog.by_slug(slug) == Blog.known_as("field-notes") == blog


@quick
@pytest.mark.parametrize("wish", ["", "…", "🌧", "admin", "Support", "@"])
def test_what_is_no_name_is_refused(blog: Blog, alice: User, wish: str) -> None:
    with pytest.raises(Invalid) as refusal:
        blog.move(wish, by=alice)

    assert (refusal.value.field, blog.slug) == ("name", "field-notes")


@quick
def test_a_name_that_was_ever_anothers_is_not_to_be_had(blog: Blog, alice: User, bob: User) -> None:
    theirs = make_blog(by=bob, title="Bob's")
    blog.move("journal", by=alice)

    for name in ("journal", "field-notes"):
        with pytest.raises(Invalid):
            theirs.move(name, by=bob)
    assert make_blog(by=bob, title="Field Notes").slug == "field-notes-2"
    assert make_blog(by=alice, title="Field Notes").slug == "field-notes-3"


@quick
def test_ones_own_name_can_be_taken_back(blog: Blog, alice: User) -> None:
    for name in ("journal", "field-notes", "journal", "field-notes"):
        blog.move(name, by=alice)

    assert (blog.slug, blog.old_slugs) == ("field-notes", ["journal"])


@quick
def test_a_blog_has_so_many_names_in_its_life(blog: Blog, alice: User) -> None:
    for n in range(1, MOST_NAMES):
        blog.move(f"name-{n}", by=alice)

    with pytest.raises(Invalid, match="10 addresses"):
        blog.move("one-more", by=alice)
    blog.move("field-notes", by=alice)
    blog.move("name-3", by=alice)
    assert len({blog.slug, *blog.old_slugs}) == MOST_NAMES


@quick
def test_only_its_owner_moves_a_blog(edited_blog: Blog, bob: User, carol: User) -> None:
    for person in (bob, carol):
        with pytest.raises(Forbidden):
            edited_blog.move("mine", by=person)


@quick
def test_a_new_blog_does_not_look_like_the_site(alice: User) -> None:
    assert make_blog(by=alice, title="Admin").slug == "admin-2"


def test_a_deleted_blog_keeps_its_names(blog: Blog, alice: User, bob: User) -> None:
    blog.move("journal", by=alice)
    remove(blog, by=alice)

    theirs = make_blog(by=bob, title="Journal")
    assert theirs.slug == "journal-2"
    for name in ("journal", "field-notes"):
        with pytest.raises(Invalid):
            theirs.move(name, by=bob)
    with pytest.raises(NotFound):
        blog.move("elsewhere", by=alice)


def test_a_move_is_told_once(blog: Blog, alice: User) -> None:
    told = []

    def hear(moved: Blog, *, by: User) -> None:
        told.append((moved.slug, moved.old_slugs[-1], by))

    with blog_moved.connected_to(hear):
        blog.move("journal", by=alice)
        blog.move("Journal", by=alice)

    assert told == [("journal", "field-notes", alice)]


def test_of_ten_who_want_a_name_at_once_one_gets_it(app: Flask, alice: User) -> None:
    blogs = [make_blog(by=alice, title=f"Blog {n}") for n in range(6)]

    def move(blog: Blog) -> bool:
        with app.app_context():
            try:
                blog.move("journal", by=alice)
            except Invalid:
                return False
            return True

    with ThreadPoolExecutor(6) as threads:
        moved = list(threads.map(move, blogs))

    assert moved.count(True) == 1
    assert Blog.collection().count_documents({"slug": "journal"}) == 1


def test_a_name_is_not_given_up_and_taken_in_the_same_moment(app: Flask, alice: User) -> None:
    first, second = (make_blog(by=alice, title=title) for title in ("First", "Second"))

    def leave(_n: int) -> None:
        with app.app_context():
            first.move("wanted", by=alice)
            first.move("left", by=alice)

    def take(_n: int) -> None:
        with app.app_context():
            for _again in range(4):
                try:
                    second.move("wanted", by=alice)
                except Invalid:
                    continue

    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(leave, 0), threads.submit(take, 0)]:
            with suppress(Invalid):  # the other one was first
                done.result()

    having = [one for one in (Blog.get(first.id), Blog.get(second.id)) if "wanted" in names(one)]
    assert len(having) == 1


def names(blog: Blog) -> list[str]:
    return [blog.slug, *blog.old_slugs]
