"""What only programs ask for."""

from __future__ import annotations

from typing import Any

from blogsite.urls.paths import NamedBlog, NamedPost, path


def sitemap_index() -> str:
    return path("machines.sitemap_index")


def sitemap(first: Any) -> str:
    """A part of the sitemap, by the id it begins with."""
    return path("machines.sitemap", first=first)


def security_contact() -> str:
    """Whom to tell of a weakness (RFC 9116)."""
    return path("robots.security")


def llms(of: NamedBlog | None = None) -> str:
    """What language models are told of a blog, or of the site."""
    if of is None:
        return path("machines.llms")
    return path("machines.llms_of_blog", blog_slug=of.slug)


def source(of: NamedPost) -> str:
    """The Markdown of a post."""
    return path("machines.source", blog_slug=of.blog.slug, post_slug=of.slug)
