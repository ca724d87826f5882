"""What there is to read, for language models (llmstxt.org): Markdown with links to Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from flask_babel import gettext as _

from blogsite import urls
from blogsite.lib import text
from blogsite.presenters import feeds

_MARKS = re.compile(r"([\\`*_\[\]<>#|])")


class _Entry(Protocol):
    @property
    def slug(self) -> str: ...

    @property
    def title(self) -> str: ...


class _Post(feeds.PublicPost, Protocol):
    twin: str


class _Blog(feeds.PublicBlog, Protocol):
    @property
    def pages(self) -> Sequence[_Entry]: ...


_OPTIONAL = ("", "## Optional", "")
"""A word of the format (llmstxt.org), whatever the language."""


def of_blog(blog: _Blog, posts: Sequence[_Post]) -> str:
    """A blog: its pages and its newest posts, and where the older ones are."""
    lines = [*_head(blog.title, blog.description)]
    if blog.pages:
        lines += _part(_("Pages"))
        lines += [_line(one.title, urls.menu_entry(blog, one)) for one in blog.pages]
    lines += _part(_("Newest posts"))
    shown = [post for post in posts if not post.twin]
    lines += [_line(post.title, urls.source(post), post.description) for post in shown]
    feed = urls.feed(blog, urls.JSON)
    lines += [*_OPTIONAL, _line(_("All posts, twenty at a time (JSON Feed)"), feed)]
    return "\n".join([*lines, ""])


def of_site(posts: Sequence[feeds.PublicPost]) -> str:
    """The site: the blogs that were written in last, and where everything else is."""
    blogs = {post.blog.slug: post.blog for post in posts}.values()
    lines = [*_head(_("Blogsite"), _("Many blogs, one quiet place."))]
    lines += _part(_("Blogs"))
    lines += [_line(blog.title, urls.llms(blog), blog.description) for blog in blogs]
    lines += [*_OPTIONAL, _line(_("All addresses (sitemap)"), urls.sitemap_index())]
    lines += [_line(_("All posts, twenty at a time (JSON Feed)"), urls.site_feed(urls.JSON))]
    return "\n".join([*lines, ""])


def _head(title: str, description: str) -> Iterator[str]:
    yield f"# {_plain(title)}"
    if description:
        yield ""
        yield f"> {_plain(description)}"


def _part(title: str) -> list[str]:
    return ["", f"## {title}", ""]


def _line(title: str, path: str, description: str = "") -> str:
    more = f": {_plain(description)}" if description else ""
    return f"- [{_plain(title)}]({urls.absolute(path)}){more}"


def _plain(words: str) -> str:
    return _MARKS.sub(r"\\\1", text.line(words))
