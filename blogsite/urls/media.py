"""Pictures, and the page of a blog where they are looked after."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from blogsite.urls.paths import Named, path


def shared_picture(token: str, picture_id: str, size: str) -> str:
    """A picture of a draft, for whoever has the draft's preview link."""
    return path("pictures.shared", token=token, picture_id=picture_id, size=size)


class NamedPicture(Named, Protocol):
    """What the address of a picture needs to know."""

    edition: int


def picture(of: NamedPicture, size: str) -> str:
    """A picture in one of its sizes; another address when its file has been replaced."""
    asked = size if of.edition == 1 else f"{size}-{of.edition}"
    return path("pictures.show", picture_id=of.id, size=asked)


def media(of: Named, **asked: str | None) -> str:
    """The pictures of a blog, where they are sent to too.

    Arguments:
        asked: `q` a search, `only` a filter, `before` or `after` a key, `autosave` the id of what
            somebody is writing meanwhile.
    """
    return path("media.index", blog_id=of.id, **asked)


def blog_picture(of: Named, digest: str) -> str:
    """The picture of a blog; another one has another address."""
    return path("blog_pictures.show", blog_id=of.id, digest=digest)


def blog_picture_form(of: Named) -> str:
    return path("blog_pictures.choose", blog_id=of.id)


def blog_picture_removal(of: Named) -> str:
    return path("blog_pictures.remove", blog_id=of.id)


def social_picture(thing_id: Any, digest: str) -> str:
    """What stands for a post or a blog elsewhere; another look has another address."""
    return path("social_pictures.show", thing_id=thing_id, digest=digest)


def new_media(of: Named, pictures: Iterable[Named], **asked: str | None) -> str:
    """The pictures of a blog, some of them just sent."""
    new = tuple(str(one.id) for one in pictures)
    return path("media.index", blog_id=of.id, new=new or None, **asked)


def media_descriptions(of: Named, **asked: str | None) -> str:
    return path("media.describe_several", blog_id=of.id, **asked)


def picture_page(of: Named, within: Named, **asked: str | None) -> str:
    """A picture, where somebody looks after it; `asked` as for `media`."""
    return path("picture_pages.show", blog_id=within.id, picture_id=of.id, **asked)


def picture_file(of: Named, within: Named, **asked: str | None) -> str:
    """Where another file is put in its place."""
    return path("picture_pages.replace", blog_id=within.id, picture_id=of.id, **asked)


def picture_alt(of: Named, within: Named, **asked: str | None) -> str:
    return path("picture_pages.describe", blog_id=within.id, picture_id=of.id, **asked)


def picture_removal(of: Named, within: Named, **asked: str | None) -> str:
    return path("picture_pages.remove", blog_id=within.id, picture_id=of.id, **asked)
