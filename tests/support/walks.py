"""A site as somebody meets it who begins at the front page and follows every link."""

from __future__ import annotations

import re
from collections.abc import Collection
from html import unescape

from werkzeug.test import TestResponse

from tests.support.visitor import Visitor

PEOPLE = ("a",)
PROGRAMS = ("a", "link")

_PLACE = re.compile(r"<loc>https?://[^/]+([^<]*)</loc>")
_LINK = re.compile(r'<(a|link) [^>]*\bhref="(/(?!media/|static/|/)[^"]*)"')


def walked(
    visitor: Visitor, *more: str, follow: Collection[str] = PEOPLE
) -> dict[str, TestResponse]:
    """Whatever the sitemap names or a page leads to, as a reader gets it.

    Arguments:
        visitor: who walks.
        more: addresses to begin with, beside the front page and the sitemap's.
        follow: the elements that lead on.
    """
    waiting, found = ["/", *more, *in_sitemaps(visitor)], dict[str, TestResponse]()
    while waiting:
        path = waiting.pop().partition("#")[0]
        if path in found:
            continue
        found[path] = page = visitor.get(path)
        if page.mimetype == "text/html":
            links = _LINK.findall(page.text)
            waiting += [unescape(where) for element, where in links if element in follow]
    return found


def in_sitemaps(visitor: Visitor) -> list[str]:
    """What the parts of the sitemap name."""
    parts = sitemaps(visitor)
    return [path for part in parts for path in _PLACE.findall(visitor.get(part).text)]


def sitemaps(visitor: Visitor) -> list[str]:
    """The parts of the sitemap."""
    return _PLACE.findall(visitor.get("/sitemap.xml").text)
