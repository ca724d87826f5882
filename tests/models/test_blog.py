"""Blogs and their members."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from blogsite.models import Blog, Membership, User
from blogsite.models.errors import Invalid, NotFound
from blogsite.models.listing import Window
from blogsite.models.membership import EDITOR, OWNER
from tests.support.factories import make_blog

quick = pytest.mark.quick


@quick
def test_whoever_makes_a_blog_owns_it(alice: User) -> None:
    blog = make_blog(by=alice, title="  Field\n Notes ")

    assert (blog.title, blog.slug, blog.role_of(alice)) == ("Field Notes", "field-notes", OWNER)


@quick
def test_a_blog_needs_a_title(alice: User) -> None:
    with pytest.raises(Invalid) as refusal:
        make_blog(by=alice, title=" \n ")

    assert refusal.value.field == "title"


@quick
def test_blogs_of_one_title_have_different_addresses(alice: User, bob: User) -> None:
    slugs = [make_blog(by=person, title="Rain").slug for person in (alice, bob, alice)]

    assert slugs == ["rain", "rain-2", "rain-3"]


@quick
def test_members_may_write_and_others_not(edited_blog: Blog, bob: User, carol: User) -> None:
    assert edited_blog.editable_by(bob)
    assert not edited_blog.editable_by(carol)
    assert not edited_blog.editable_by(None)


@quick
def test_a_member_is_admitted_once(edited_blog: Blog, alice: User) -> None:
    again = edited_blog.admit(alice, role=EDITOR)

    assert again.role == OWNER
    assert Membership.collection().count_documents({}) == 2


@quick
def test_there_are_two_roles(blog: Blog, bob: User) -> None:
    with pytest.raises(ValueError, match="king"):
        blog.admit(bob, role="king")


@quick
def test_a_person_has_blogs_with_roles(edited_blog: Blog, alice: User, bob: User) -> None:
    own = make_blog(by=bob, title="Bob's")

    assert [(one.slug, one.role) for one in Blog.of(bob).found] == [
        (own.slug, OWNER),
        (edited_blog.slug, EDITOR),
    ]


@quick
def test_a_persons_blogs_come_in_pages_the_last_joined_first(alice: User) -> None:
    blogs = [make_blog(by=alice, title=f"Blog {n}") for n in range(5)][::-1]

    first = Blog.of(alice, limit=2)
    second = Blog.of(alice, limit=2, window=Window(before=first.older))
    third = Blog.of(alice, limit=2, window=Window(before=second.older))
    back = Blog.of(alice, limit=2, window=Window(after=third.newer))

    assert [first.found, second.found, third.found] == [blogs[:2], blogs[2:4], blogs[4:]]
    assert (first.newer, third.older) == (None, None)
    assert back.found == second.found


@quick
def test_a_blog_is_found_by_id_and_by_slug(blog: Blog) -> None:
    assert Blog.get(blog.id) == Blog.by_slug("field-notes") == blog


@quick
def test_what_is_not_there_is_not_found(blog: Blog, alice: User) -> None:
    with pytest.raises(NotFound):
        Blog.by_slug("nothing")
    with pytest.raises(NotFound):
        Blog.get(alice.id)


def test_ten_blogs_of_one_title_at_once_have_ten_addresses(app: Flask, alice: User) -> None:
    def create(_n: int) -> str:
        with app.app_context():
            return make_blog(by=alice, title="Rain").slug

    with ThreadPoolExecutor(10) as threads:
        slugs = set(threads.map(create, range(10)))

    assert slugs == {"rain", *(f"rain-{n}" for n in range(2, 11))}
    assert Membership.collection().count_documents({}) == 10
