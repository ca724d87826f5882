"""Pictures, and the page of a blog where they are looked after."""

from __future__ import annotations

from blogsite.urls.paths import Named, path


def picture(of: Named, size: str) -> str:
    """A picture in one of its sizes."""
    return path("pictures.show", picture_id=of.id, size=size)


def shared_picture(token: str, picture_id: str, size: str) -> str:
    """A picture of a draft, for whoever has the draft's preview link."""
    return path("pictures.shared", token=token, picture_id=picture_id, size=size)


def media(of: Named, **asked: str | None) -> str:
    """The pictures of a blog, where they are sent to too; `q` a search, `before` a key."""
    return path("media.index", blog_id=of.id, **asked)


def blog_picture(of: Named, digest: str) -> str:
    """The picture of a blog; another one has another address."""
    return path("blog_pictures.show", blog_id=of.id, digest=digest)


def blog_picture_form(of: Named) -> str:
    return path("blog_pictures.choose", blog_id=of.id)


def blog_picture_removal(of: Named) -> str:
    return path("blog_pictures.remove", blog_id=of.id)


def picture_alt(of: Named, within: Named) -> str:
    return path("media.describe", blog_id=within.id, picture_id=of.id)


def picture_removal(of: Named, within: Named) -> str:
    return path("media.remove", blog_id=within.id, picture_id=of.id)
