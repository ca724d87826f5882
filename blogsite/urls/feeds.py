"""Feeds of a blog, of one of its tags, of a person and of the whole site, in three formats."""

from __future__ import annotations

from typing import Any

from blogsite.urls.paths import Named, NamedBlog, path

ATOM, RSS, JSON = "feed.xml", "rss.xml", "feed.json"
DOCUMENTS = (ATOM, RSS, JSON)
"""What each ends with; beside them, `feeds` is the page that tells of all three."""


def feed(of: NamedBlog, document: str = ATOM, *, tag: str = "", **page: str | None) -> str:
    """The posts of a blog, or those with a tag; `before` a key, another page of them."""
    if tag:
        return path("feeds.of_tag", blog_slug=of.slug, tag=tag, document=document, **page)
    return path("feeds.of_blog", blog_slug=of.slug, document=document, **page)


def author_feed(of: Named, document: str = ATOM, **page: str | None) -> str:
    """The posts of a person, in all blogs."""
    return path("feeds.of_author", user_id=of.id, document=document, **page)


def site_feed(document: str = ATOM, *, tag: str = "", **page: str | None) -> str:
    """The posts of all blogs, or those with a tag."""
    if tag:
        return path("feeds.of_site_tag", tag=tag, document=document, **page)
    return path("feeds.of_site", document=document, **page)


def feeds(of: NamedBlog | None = None, *, tag: str = "") -> str:
    """The page that explains the feeds of a blog, of a tag, or of the site."""
    if of is None and tag:
        return path("feeds.about_site_tag", tag=tag)
    if of is None:
        return path("feeds.about_site")
    if tag:
        return path("feeds.about_tag", blog_slug=of.slug, tag=tag)
    return path("feeds.about_blog", blog_slug=of.slug)


def author_feeds(of: Any) -> str:
    """The page that explains the feeds of a person."""
    return path("feeds.about_author", user_id=of.id)
