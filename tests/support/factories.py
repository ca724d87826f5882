"""Nouns with whatever does not matter filled in."""

from __future__ import annotations

from typing import Any

from blogsite.lib import passwords
from blogsite.models import Blog, Device, Post, Registration, User

PASSWORD = "correct horse battery staple"
BROWSER = "the browser that registered"


def make_user(name: str, **given: Any) -> User:
    """A person with an account, whose address and password follow from the name."""
    values = {"email": address(name), "name": name, "password_hash": passwords.hashed(PASSWORD)}
    return User.create(**{**values, **given})


def make_registration(person: str = "Erin", **given: Any) -> Registration:
    """Somebody who has asked for an account."""
    values: dict[str, Any] = {
        "email": address(person),
        "password": PASSWORD,
        "name": person,
        "browser": BROWSER,
        "device": Device(),
    }
    values.update(given)
    Registration.request(**values)
    registrations = Registration.load_all(
        Registration.collection().find({"email": values["email"]}).sort("_id", -1)
    )
    return registrations[0]


def said(registration: Registration) -> str:
    """What the link in every letter of a registration has in common, whenever it was signed."""
    return registration.token.partition(".")[0]


def make_blog(*, by: User, title: str = "Field Notes", description: str = "") -> Blog:
    return Blog.create(title=title, description=description, by=by)


def make_post(blog: Blog, *, by: User, status: str = "draft", **given: Any) -> Post:
    values: dict[str, Any] = {"title": "Rain", "content": "It *rained* all day."}
    return blog.write(**{**values, **given}, status=status, by=by)


def address(name: str) -> str:
    """The address of one of the cast."""
    return f"{name.lower()}@example.org"
