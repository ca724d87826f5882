"""Alice owns the blog, Bob edits it, Carol is a stranger with an account, Dan moderates.

Model tests get the people, `alice`; route tests get them at their browsers, `alice_browsing`.
A `reader` has no account.
"""

from __future__ import annotations

import pytest
from flask import Flask

from blogsite.models import Blog, Post, User
from blogsite.models.membership import EDITOR
from tests.support.factories import make_blog, make_post, make_user
from tests.support.visitor import Visitor


@pytest.fixture
def dan(app: Flask) -> User:
    """The first account: the administrator."""
    return make_user("Dan")


@pytest.fixture
def alice(dan: User) -> User:
    return make_user("Alice")


@pytest.fixture
def bob(dan: User) -> User:
    return make_user("Bob")


@pytest.fixture
def carol(dan: User) -> User:
    return make_user("Carol")


@pytest.fixture
def blog(alice: User) -> Blog:
    """Alice's."""
    return make_blog(by=alice)


@pytest.fixture
def edited_blog(blog: Blog, bob: User) -> Blog:
    """Alice's, which Bob edits."""
    blog.admit(bob, role=EDITOR)
    return blog


@pytest.fixture
def draft(blog: Blog, alice: User) -> Post:
    return make_post(blog, by=alice)


@pytest.fixture
def published(blog: Blog, alice: User) -> Post:
    return make_post(blog, by=alice, status="published")


@pytest.fixture
def reader(app: Flask) -> Visitor:
    return Visitor(app)


@pytest.fixture
def alice_browsing(app: Flask, alice: User) -> Visitor:
    return Visitor(app, alice)


@pytest.fixture
def bob_browsing(app: Flask, bob: User, edited_blog: Blog) -> Visitor:
    return Visitor(app, bob)


@pytest.fixture
def carol_browsing(app: Flask, carol: User) -> Visitor:
    return Visitor(app, carol)
