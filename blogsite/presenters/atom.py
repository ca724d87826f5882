"""A feed in Atom (RFC 4287), its pages linked as RFC 5005 says."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from blogsite import urls
from blogsite.presenters.feeds import PICTURE, Cover, Feed, PublicPost, author_of, changed_at, line
from blogsite.presenters.whole_links import elsewhere

MIMETYPE = "application/atom+xml"

_ATOM = "http://www.w3.org/2005/Atom"
_MEDIA = "http://search.yahoo.com/mrss/"
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

ET.register_namespace("", _ATOM)
ET.register_namespace("media", _MEDIA)


def document(feed: Feed, *, before: str | None = None) -> bytes:
    """A page of a feed.

    Arguments:
        feed: what it says.
        before: the key by which this page was asked for, if it was.

    Returns:
        UTF-8 XML. Ids are permanent addresses, so that a rename makes no post new again.
    """
    root = ET.Element(_name("feed"), {_BASE: feed.home, **_spoken(feed.language)})
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    if feed.description:
        _text(root, "subtitle", feed.description)
    if feed.icon:
        _text(root, "icon", feed.icon)
    _text(root, "updated", feed.changed_at.isoformat())
    shown = {"rel": "alternate", "type": "text/html", "href": feed.home}
    ET.SubElement(root, _name("link"), {**shown, **_written(feed.language)})
    for relation, link in feed.links(urls.ATOM, before).items():
        ET.SubElement(root, _name("link"), rel=relation, type=MIMETYPE, href=link)
    ET.SubElement(root, _name("link"), rel="about", type="text/html", href=feed.about)
    for post in feed.posts:
        root.append(_entry(post, together=feed.together))
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _entry(post: PublicPost, *, together: bool) -> ET.Element:
    address = urls.absolute(urls.post(post))
    entry = ET.Element(_name("entry"), _spoken(post.written_in))
    _text(entry, "id", urls.absolute(urls.permanent(post)))
    _text(entry, "title", line(post.title))
    shown = {"rel": "alternate", "href": address, **_written(post.written_in)}
    ET.SubElement(entry, _name("link"), shown)
    if post.canonical_url:
        ET.SubElement(entry, _name("link"), rel="canonical", href=post.canonical_url)
    if post.publication:
        _text(entry, "published", post.publication.at.isoformat())
    _text(entry, "updated", changed_at(post).isoformat())
    entry.append(_author(post))
    for tag in post.tags:
        ET.SubElement(entry, _name("category"), term=line(tag))
    if together:
        entry.append(_source(post))
    _text(entry, "summary", line(post.description))
    if post.cover:
        _show(entry, post.cover)
    if post.html:
        _text(entry, "content", elsewhere(post.html, address), type="html")
    return entry


def _show(entry: ET.Element, cover: Cover) -> None:
    """The picture at the head of a post, which does not stand in its text."""
    link, (width, height) = urls.absolute(cover.largest), map(str, cover.largest_size)
    enclosure = {"rel": "enclosure", "type": PICTURE, "href": link}
    known = {"length": str(cover.length)} if cover.length else {}
    ET.SubElement(entry, _name("link"), {**enclosure, **known})
    facts = {"url": link, "medium": "image", "type": PICTURE, "width": width, "height": height}
    shown = ET.SubElement(entry, f"{{{_MEDIA}}}content", facts)
    if cover.alt:
        ET.SubElement(shown, f"{{{_MEDIA}}}description", type="plain").text = line(cover.alt)


def _author(post: PublicPost) -> ET.Element:
    author = ET.Element(_name("author"))
    _text(author, "name", author_of(post))
    if post.author_name:
        _text(author, "uri", urls.absolute(urls.author(post)))
    return author


def _source(post: PublicPost) -> ET.Element:
    """The blog it is in, where others stand beside it."""
    source = ET.Element(_name("source"))
    _text(source, "id", urls.absolute(urls.permanent(post.blog)))
    _text(source, "title", line(post.blog.title))
    home = urls.absolute(urls.blog(post.blog))
    ET.SubElement(source, _name("link"), rel="alternate", type="text/html", href=home)
    return source


def _spoken(language: str) -> dict[str, str]:
    return {_LANG: language} if language else {}


def _written(language: str) -> dict[str, str]:
    """What a page is written in, at a link that leads to it."""
    return {"hreflang": language} if language else {}


def _text(parent: ET.Element, tag: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, _name(tag), attributes).text = text


def _name(tag: str) -> str:
    return f"{{{_ATOM}}}{tag}"
