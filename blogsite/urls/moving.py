"""Where a blog is moved, and where its redirects are kept."""

from __future__ import annotations

from blogsite.urls.paths import Named, path


def blog_settings(of: Named) -> str:
    return path("blog_settings.change", blog_id=of.id)


def blog_address(of: Named) -> str:
    return path("blog_addresses.change", blog_id=of.id)


def redirects(of: Named) -> str:
    return path("redirects.index", blog_id=of.id)


def redirects_import(of: Named) -> str:
    """Where many are taken in at once."""
    return path("redirects.take_in", blog_id=of.id)


def redirect_removal(of: Named, one: Named) -> str:
    return path("redirects.remove", blog_id=of.id, redirect_id=one.id)
