"""What is drawn for a post or a blog where others link to it."""

from __future__ import annotations

from dataclasses import fields
from typing import Protocol

from blogsite import urls
from blogsite.lib.posters import Colours, Poster
from blogsite.presenters import feeds


class _Post(Protocol):
    """What is said of a post."""

    title: str
    direction: str

    @property
    def written_in(self) -> str: ...

    @property
    def blog(self) -> feeds.PublicBlog: ...


def of_post(post: _Post) -> Poster:
    """The title of a post and the name of its blog, on the blog's colours."""
    return Poster(
        title=feeds.line(post.title),
        name=feeds.line(post.blog.title),
        language=post.written_in,
        direction=post.direction,
        colours=colours_of(post.blog),
    )


def of_blog(blog: feeds.PublicBlog) -> Poster:
    """The title of a blog, where it is and what it says of itself, on its colours."""
    return Poster(
        title=feeds.line(blog.title),
        name=urls.absolute("").partition("://")[2],
        note=feeds.line(blog.description),
        language=blog.language,
        colours=colours_of(blog),
    )


def colours_of(blog: feeds.PublicBlog) -> Colours:
    """The colours of a blog by day."""
    own = blog.look.colours()
    return Colours(**{one.name: own[one.name] for one in fields(Colours)})
