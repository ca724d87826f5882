"""A blog as an Atom feed (RFC 4287)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import Protocol
from xml.etree import ElementTree as ET

from flask_babel import gettext as _

from blogsite import urls
from blogsite.presenters import pictured

_ATOM = "http://www.w3.org/2005/Atom"
_MEDIA = "http://search.yahoo.com/mrss/"
_TO_ANCHOR = re.compile('(<a [^<>]*?href=")#')
_BEFORE = re.compile(r'<img class="photo-before"[^<>]*>')
"""What our pages show behind a picture until it is there: without our styles a second one."""
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

ET.register_namespace("", _ATOM)
ET.register_namespace("media", _MEDIA)


class PublicBlog(urls.NamedBlog, Protocol):
    """What a feed says of a blog."""

    title: str
    description: str
    picture: str | None
    created_at: datetime


class _Publication(Protocol):
    at: datetime


class _Cover(Protocol):
    alt: str

    @property
    def largest(self) -> str: ...

    @property
    def largest_size(self) -> tuple[int, int]: ...


class PublicPost(urls.NamedPost, urls.Named, Protocol):
    """What a feed says of a post."""

    title: str
    author_name: str
    language: str
    canonical_url: str
    html: str
    tags: list[str]
    updated_at: datetime

    @property
    def publication(self) -> _Publication | None: ...

    @property
    def cover(self) -> _Cover | None: ...

    @property
    def description(self) -> str: ...


def feed(blog: PublicBlog, posts: Sequence[PublicPost]) -> bytes:
    """The feed of a blog.

    Arguments:
        blog: whose it is.
        posts: public ones with their texts, the newest first.

    Returns:
        UTF-8 XML. Ids are permanent addresses, so that a rename makes no post new again.
    """
    address = urls.absolute(urls.blog(blog))
    root = ET.Element(_name("feed"), {_BASE: address})
    _text(root, "id", urls.absolute(urls.permanent(blog)))
    _text(root, "title", blog.title)
    if blog.description:
        _text(root, "subtitle", blog.description)
    if blog.picture:
        _text(root, "icon", urls.absolute(urls.blog_picture(blog, blog.picture)))
    _text(root, "updated", _latest(blog, posts).isoformat())
    ET.SubElement(root, _name("link"), rel="alternate", type="text/html", href=address)
    own = urls.absolute(urls.feed(blog))
    ET.SubElement(root, _name("link"), rel="self", type="application/atom+xml", href=own)
    for post in posts:
        root.append(_entry(post))
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _entry(post: PublicPost) -> ET.Element:
    entry = ET.Element(_name("entry"), {_LANG: post.language} if post.language else {})
    _text(entry, "id", urls.absolute(urls.permanent(post)))
    _text(entry, "title", post.title)
    ET.SubElement(entry, _name("link"), rel="alternate", href=urls.absolute(urls.post(post)))
    if post.canonical_url:
        ET.SubElement(entry, _name("link"), rel="canonical", href=post.canonical_url)
    if post.publication:
        _text(entry, "published", post.publication.at.isoformat())
    _text(entry, "updated", _changed(post).isoformat())
    _text(ET.SubElement(entry, _name("author")), "name", post.author_name or _("a former author"))
    for tag in post.tags:
        ET.SubElement(entry, _name("category"), term=tag)
    _text(entry, "summary", post.description)
    if post.cover:
        _show(entry, post.cover)
    _text(entry, "content", _apart(post), type="html")
    return entry


def _show(entry: ET.Element, cover: _Cover) -> None:
    width, height = map(str, cover.largest_size)
    facts = {"url": urls.absolute(cover.largest), "medium": "image", "type": "image/webp"}
    shown = ET.SubElement(entry, f"{{{_MEDIA}}}content", facts, width=width, height=height)
    if cover.alt:
        ET.SubElement(shown, f"{{{_MEDIA}}}description", type="plain").text = cover.alt


def _apart(post: PublicPost) -> str:
    # Beside other posts an anchor must not lead into one of those.
    address = escape(urls.absolute(urls.post(post)))
    html = pictured.whole(_BEFORE.sub("", post.html))
    return _TO_ANCHOR.sub(lambda found: found[1] + address + "#", html)


def _latest(blog: PublicBlog, posts: Sequence[PublicPost]) -> datetime:
    return max([_changed(post) for post in posts], default=blog.created_at)


def _changed(post: PublicPost) -> datetime:
    # A scheduled post was saved before it came out.
    return max(post.updated_at, post.publication.at if post.publication else post.updated_at)


def _text(parent: ET.Element, tag: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, _name(tag), attributes).text = text


def _name(tag: str) -> str:
    return f"{{{_ATOM}}}{tag}"
