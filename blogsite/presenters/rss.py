"""A feed in RSS 2.0, with the texts in `content:encoded` and its pages linked as in Atom."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from xml.etree import ElementTree as ET

from blogsite import urls
from blogsite.presenters.feeds import PICTURE, Cover, Feed, PublicPost, author_of, line
from blogsite.presenters.whole_links import elsewhere

MIMETYPE = "application/rss+xml"

_ATOM = "http://www.w3.org/2005/Atom"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DC = "http://purl.org/dc/elements/1.1/"
_MEDIA = "http://search.yahoo.com/mrss/"
_NAMES = {"xmlns:atom": _ATOM, "xmlns:content": _CONTENT, "xmlns:dc": _DC, "xmlns:media": _MEDIA}
"""Declared by hand: without them, RSS has no namespace of its own, and Atom is the bare one."""


def document(feed: Feed, *, before: str | None = None) -> bytes:
    """A page of a feed.

    Arguments:
        feed: what it says.
        before: the key by which this page was asked for, if it was.

    Returns:
        UTF-8 XML. A `guid` is a permanent address, which leads to the post wherever it is.
    """
    root = ET.Element("rss", {"version": "2.0", **_NAMES})
    channel = ET.SubElement(root, "channel")
    _text(channel, "title", feed.title)
    _text(channel, "link", feed.home)
    _text(channel, "description", feed.description or feed.title)
    if feed.language:
        _text(channel, "language", feed.language)
    if feed.icon:
        image = ET.SubElement(channel, "image")
        for name, one in (("url", feed.icon), ("title", feed.title), ("link", feed.home)):
            _text(image, name, one)
    for relation, link in feed.links(urls.RSS, before).items():
        ET.SubElement(channel, "atom:link", rel=relation, type=MIMETYPE, href=link)
    _text(channel, "lastBuildDate", _date(feed.changed_at))
    _text(channel, "docs", feed.about)
    for post in feed.posts:
        channel.append(_item(post, together=feed.together))
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _item(post: PublicPost, *, together: bool) -> ET.Element:
    address = urls.absolute(urls.post(post))
    item = ET.Element("item")
    _text(item, "title", line(post.title))
    _text(item, "link", address)
    _text(item, "guid", urls.absolute(urls.permanent(post)), isPermaLink="true")
    if post.publication:
        _text(item, "pubDate", _date(post.publication.at))
    _text(item, "dc:creator", author_of(post))
    if post.written_in:
        _text(item, "dc:language", post.written_in)
    for tag in post.tags:
        _text(item, "category", line(tag))
    if together:
        source = urls.absolute(urls.feed(post.blog, urls.RSS))
        _text(item, "source", line(post.blog.title), url=source)
    _text(item, "description", line(post.description))
    if post.cover:
        _show(item, post.cover)
    if post.html:
        _text(item, "content:encoded", elsewhere(post.html, address))
    return item


def _show(item: ET.Element, cover: Cover) -> None:
    """The picture at the head of a post; a length of 0 says that it is not known."""
    link, (width, height) = urls.absolute(cover.largest), map(str, cover.largest_size)
    ET.SubElement(item, "enclosure", url=link, length=str(cover.length), type=PICTURE)
    facts = {"url": link, "medium": "image", "type": PICTURE, "width": width, "height": height}
    shown = ET.SubElement(item, "media:content", facts)
    if cover.alt:
        _text(shown, "media:description", line(cover.alt), type="plain")


def _date(at: datetime) -> str:
    return format_datetime(at.astimezone(UTC), usegmt=True)


def _text(parent: ET.Element, tag: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, tag, attributes).text = text
