"""The addresses of our nouns: paths for pages, whole links for letters and feeds."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from flask import current_app, g


class Named(Protocol):
    """Whatever has an id."""

    id: Any


class NamedBlog(Named, Protocol):
    """What an address needs to know of a blog."""

    slug: str


class NamedPost(Named, Protocol):
    """What an address needs to know of a post."""

    slug: str

    @property
    def blog(self) -> NamedBlog: ...


def absolute(path: str) -> str:
    """A whole link, built from `BASE_URL` and never from what a request claims its host to be."""
    base_url = g.get("base_url") or current_app.config["SETTINGS"].base_url
    return f"{base_url}{path}"


def home(**page: str | None) -> str:
    """The front page; `before` or `after` a key, another page of its list."""
    return _path("home.show", **page)


def register() -> str:
    return _path("registrations.new")


def register_form() -> str:
    return _path("registrations.create")


def registration_sent() -> str:
    return _path("registrations.sent")


def registration_letter() -> str:
    return _path("registrations.letter")


def activation(token: str) -> str:
    return _path("activations.show", token=token)


def login(*, then: str | None = None) -> str:
    return _path("sessions.new", next=then)


def sign_in() -> str:
    return _path("sessions.create")


def logout() -> str:
    return _path("sessions.destroy")


def confirmation(*, then: str | None = None) -> str:
    return _path("confirmations.show", next=then)


def password_reset() -> str:
    return _path("passwords.reset")


def password_reset_sent() -> str:
    return _path("passwords.sent")


def new_password(token: str) -> str:
    return _path("passwords.choose", token=token)


def password() -> str:
    return _path("passwords.change")


def security() -> str:
    return _path("security.show")


def security_events(**page: str | None) -> str:
    return _path("security.events", **page)


def session_revocation(of: Any) -> str:
    return _path("security.revoke", session_id=of.public_id)


def sessions_revocation() -> str:
    return _path("security.revoke_others")


def account() -> str:
    return _path("accounts.show")


def avatar(of: Named, digest: str) -> str:
    """The picture of a person; another picture has another address."""
    return _path("avatars.show", user_id=of.id, digest=digest)


def author_avatar(of: Any) -> str:
    """The picture of whoever wrote a post."""
    return _path("avatars.show", user_id=of.author_id, digest=of.author_avatar)


def avatar_form() -> str:
    return _path("avatars.create")


def avatar_removal() -> str:
    return _path("avatars.remove")


def deletion() -> str:
    return _path("deletions.show")


def deletion_withdrawal() -> str:
    return _path("deletions.withdraw")


def account_download() -> str:
    return _path("downloads.show")


def profile(**page: str | None) -> str:
    return _path("users.show", **page)


def setup(token: str) -> str:
    return _path("vouchers.redeem", token=token)


def blogs(**page: str | None) -> str:
    return _path("blogs.index", **page)


def blogs_of(user: Named, **page: str | None) -> str:
    return _path("blogs.of_user", user_id=user.id, **page)


def author(of: Any) -> str:
    """Whoever wrote a post."""
    return _path("blogs.of_user", user_id=of.author_id)


def new_blog() -> str:
    return _path("blogs.new")


def blog(of: NamedBlog, **page: str | None) -> str:
    return _path("blogs.show", blog_slug=of.slug, **page)


def feed(of: NamedBlog) -> str:
    return _path("blogs.feed", blog_slug=of.slug)


def posts(**page: str | None) -> str:
    """All posts of whoever is signed in."""
    return _path("desk.posts", **page)


def drafts(within: Named | None = None, **page: str | None) -> str:
    """The drafts of one blog, or of all blogs of whoever is signed in."""
    return _shelf("drafts", within, **page)


def scheduled(within: Named | None = None, **page: str | None) -> str:
    """What is scheduled in one blog, or in all blogs of whoever is signed in."""
    return _shelf("scheduled", within, **page)


def trashed(**page: str | None) -> str:
    """The trash of all blogs of whoever is signed in."""
    return _path("trash.show", **page)


def permanent(thing: Named) -> str:
    return _path("posts.permanent", thing_id=thing.id)


def new_post(into: Named) -> str:
    return _path("posts.new", blog_id=into.id)


def post(of: NamedPost) -> str:
    return _path("posts.show", blog_slug=of.blog.slug, post_slug=of.slug)


def edit(of: Named) -> str:
    return _path("posts.edit", post_id=of.id)


def publication(of: Named) -> str:
    return _path("publications.create", post_id=of.id)


def withdrawal(of: Named) -> str:
    return _path("publications.withdraw", post_id=of.id)


def trash(of: Named) -> str:
    return _path("trash.create", post_id=of.id)


def removal(of: Named) -> str:
    return _path("trash.remove", post_id=of.id)


def restoration(of: Named) -> str:
    return _path("trash.restore", post_id=of.id)


def dev_mail(*, letter: str | None = None) -> str:
    return _path("dev.mail", letter=letter)


def static(name: str) -> str:
    """A file of ours; its address changes when it changes, so browsers may keep it for good."""
    return _path("static", filename=name, v=_version(str(current_app.static_folder), name))


def _shelf(name: str, within: Named | None, **page: str | None) -> str:
    if within is None:
        return _path(f"desk.{name}", **page)
    return _path(f"blogs.{name}", blog_id=within.id, **page)


def _path(endpoint: str, **values: Any) -> str:
    given = {name: value for name, value in values.items() if value is not None}
    return current_app.url_map.bind("").build(endpoint, given)


@cache
def _version(folder: str, name: str) -> str:
    path = Path(folder) / name
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else ""
