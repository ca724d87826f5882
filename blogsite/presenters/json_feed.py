"""A feed in JSON Feed 1.1."""

from __future__ import annotations

import json
from typing import Any

from flask_babel import gettext as _

from blogsite import urls
from blogsite.presenters.feeds import (
    PICTURE,
    Cover,
    Feed,
    PublicPost,
    author_of,
    changed_at,
    line,
    picture_of,
)
from blogsite.presenters.whole_links import elsewhere

MIMETYPE = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"


def document(feed: Feed, *, before: str | None = None) -> bytes:
    """A page of a feed.

    Arguments:
        feed: what it says.
        before: the key by which this page was asked for; the document names the first page as the
            feed, whichever page it is, and the next one.

    Returns:
        UTF-8 JSON. Ids are permanent addresses, so that a rename makes no post new again.
    """
    links = feed.links(urls.JSON, before)
    told = {
        "version": VERSION,
        "title": feed.title,
        "description": feed.description,
        "home_page_url": feed.home,
        "feed_url": links["first"],
        "icon": feed.icon,
        "language": feed.language,
        "next_url": links.get("next", ""),
        "user_comment": _(
            "This is a feed, for a feed reader. What that is, and how to follow it: %(about)s",
            about=feed.about,
        ),
    }
    items = [_given(_item(post)) for post in feed.posts]
    return json.dumps({**_given(told), "items": items}, ensure_ascii=False).encode()


def _item(post: PublicPost) -> dict[str, Any]:
    address = urls.absolute(urls.post(post))
    content = {"content_html": elsewhere(post.html, address)} if post.html else {}
    return {
        "id": urls.absolute(urls.permanent(post)),
        "url": address,
        "title": line(post.title),
        **(content or {"content_text": line(post.description)}),
        "summary": line(post.description),
        "image": picture_of(post, address),
        "date_published": post.publication.at.isoformat() if post.publication else "",
        "date_modified": changed_at(post).isoformat(),
        "authors": [_author(post)],
        "attachments": _attachments(post.cover),
        "tags": [line(tag) for tag in post.tags],
        "language": post.written_in,
    }


def _attachments(cover: Cover | None) -> list[dict[str, Any]]:
    """The picture at the head of a post, once its length is known."""
    if cover is None or not cover.length:
        return []
    link = urls.absolute(cover.largest)
    return [{"url": link, "mime_type": PICTURE, "size_in_bytes": cover.length}]


def _author(post: PublicPost) -> dict[str, str]:
    link = urls.absolute(urls.author(post)) if post.author_name else ""
    return _given({"name": author_of(post), "url": link})


def _given(told: dict[str, Any]) -> dict[str, Any]:
    """What there is something to say of; a text may be empty."""
    needed = ("content_html", "content_text", "title")
    return {name: one for name, one in told.items() if one or name in needed}
