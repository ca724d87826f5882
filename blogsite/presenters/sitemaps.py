"""A sitemap (sitemaps.org): an index, and parts written as they are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from html import escape
from typing import Any, Protocol

from blogsite import urls

MIMETYPE = "application/xml"

_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


class _Entry(urls.NamedPost, Protocol):
    @property
    def changed_at(self) -> datetime: ...

    @property
    def first(self) -> bool: ...


def index(parts: Iterable[Any]) -> Iterator[str]:
    """The list of the parts, each told by the id it begins with."""
    yield f"{_HEAD}<sitemapindex {_NAMESPACE}>\n"
    for part in parts:
        yield f"<sitemap><loc>{_whole(urls.sitemap(part))}</loc></sitemap>\n"
    yield "</sitemapindex>\n"


def part(
    entries: Iterable[_Entry], *, with_home: bool, newest_at: datetime | None = None
) -> Iterator[str]:
    """One part: posts, and before the first one of each blog its front page.

    Arguments:
        entries: the posts.
        with_home: the front page of the site stands there too.
        newest_at: when that was last another one, if it ever was.
    """
    yield f"{_HEAD}<urlset {_NAMESPACE}>\n"
    if with_home:
        yield f"<url><loc>{_whole(urls.home())}</loc>{_changed(newest_at)}</url>\n"
    for one in entries:
        if one.first:
            yield f"<url><loc>{_whole(urls.blog(one.blog))}</loc></url>\n"
        yield f"<url><loc>{_whole(urls.post(one))}</loc>{_changed(one.changed_at)}</url>\n"
    yield "</urlset>\n"


def _changed(at: datetime | None) -> str:
    return f"<lastmod>{at.isoformat(timespec='seconds')}</lastmod>" if at else ""


def _whole(path: str) -> str:
    return escape(urls.absolute(path))
