"""The looks of a blog."""

from __future__ import annotations

from blogsite.urls.paths import Named, NamedBlog, path


def appearance(of: Named) -> str:
    """Where the looks of a blog are chosen."""
    return path("appearance.change", blog_id=of.id)


def appearance_preview(of: Named) -> str:
    """The same page with looks that are not saved."""
    return path("appearance.preview", blog_id=of.id)


def blog_style(of: NamedBlog, digest: str) -> str:
    """A blog's own CSS; another one has another address."""
    return path("appearance.style", blog_slug=of.slug, digest=digest)
