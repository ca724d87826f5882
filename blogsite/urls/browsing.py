"""Where readers browse: by tag, by year, by person."""

from __future__ import annotations

from typing import Any

from blogsite.lib import paths
from blogsite.urls.paths import Named, NamedBlog, path


def tag(name: str, within: NamedBlog | None = None, **page: str | None) -> str:
    """The posts with a tag, in one blog or in all; `before` or `after` a key, another page."""
    if within is None:
        return path("tags.of_site", tag=name, **page)
    return path("tags.of_blog", blog_slug=within.slug, tag=name, **page)


def menu(of: Named) -> str:
    """Where the menu and the foot of a blog are arranged."""
    return path("menus.show", blog_id=of.id)


def menu_entry(of: NamedBlog, entry: Any) -> str:
    """Where an entry of a menu leads."""
    if entry.slug:
        return path("posts.show", blog_slug=of.slug, post_slug=entry.slug)
    if entry.url:
        return str(entry.url)
    below = [one for one in entry.page.split("/") if one]
    return paths.joined([f"@{of.slug}", *below], slash=not below)


def archive(of: NamedBlog) -> str:
    """The years of a blog."""
    return path("archive.years", blog_slug=of.slug)


def year(of: NamedBlog, number: int, **page: str | None) -> str:
    """What a blog published in a year."""
    return path("archive.of_year", blog_slug=of.slug, year=number, **page)


def written_by(user: Named, within: NamedBlog | None = None, **page: str | None) -> str:
    """What a person wrote, in one blog or in all."""
    if within is None:
        return path("authors.of_site", user_id=user.id, **page)
    return path("authors.of_blog", blog_slug=within.slug, user_id=user.id, **page)
