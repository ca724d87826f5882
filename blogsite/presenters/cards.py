"""What a page says of itself to programs: Open Graph, Twitter's card, schema.org."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from flask_babel import gettext as _
from markupsafe import Markup

from blogsite import urls
from blogsite.lib import languages
from blogsite.lib.posters import SIZE, Poster
from blogsite.presenters import feeds, posters
from blogsite.urls.media import social_picture

# What would end the element, or begin another one in it.
_ESCAPED = {ord(one): f"\\u{ord(one):04x}" for one in "<>&\u2028\u2029"}

LONGEST_HEADLINE = 110
"""Characters of a title that search engines show."""


class _Post(feeds.PublicPost, Protocol):
    word_count: int
    direction: str

    @property
    def is_page(self) -> bool: ...


@dataclass(frozen=True, kw_only=True)
class Depiction:
    """A picture that stands for a page: its whole address, its size, and what it shows."""

    address: str
    size: tuple[int, int]
    alt: str


@dataclass(frozen=True, kw_only=True)
class Card:
    """A page in a few words.

    Arguments:
        kind: what Open Graph calls it.
        title: one line.
        description: a few; there may be none.
        url: the whole link that counts.
        site_name: what it belongs to.
        locale: language and country, where the language is known.
        picture: what stands for it, if something does.
        published_at: when it came out, of an article.
        modified_at: when it was last changed.
        author: the whole link of whoever wrote it.
        tags: what it is about.
        things: the page and what it is part of, as schema.org names them.
    """

    kind: str
    title: str
    description: str
    url: str
    site_name: str
    locale: str = ""
    picture: Depiction | None = None
    published_at: datetime | None = None
    modified_at: datetime | None = None
    author: str = ""
    tags: Sequence[str] = ()
    things: Sequence[Mapping[str, Any]] = field(default=(), repr=False)

    @property
    def linked_data(self) -> Markup:
        """The things as JSON-LD, fit to stand in a `<script>` that is never run."""
        graph = {"@context": "https://schema.org", "@graph": [_given(one) for one in self.things]}
        written = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
        return Markup(written.translate(_ESCAPED))  # noqa: S704 (nothing in it ends the element)


def of_post(post: _Post) -> Card:
    """A post that everybody can read, or a page of a blog."""
    here = urls.absolute(urls.post(post))
    depicted = _cover(post.cover) if post.cover else _drawn(post.id, posters.of_post(post))
    image = feeds.picture_of(post, here) or depicted.address
    author = urls.absolute(urls.author(post)) if post.author_name else ""
    return Card(
        kind="article",
        title=post.title,
        description=post.description,
        url=post.canonical_url or here,
        site_name=post.blog.title,
        locale=_locale(post.written_in),
        picture=depicted,
        published_at=post.publication.at if post.publication else None,
        modified_at=feeds.changed_at(post),
        author=author,
        tags=post.tags,
        things=[_posting(post, here, image), _crumbs(post, here)],
    )


def of_blog(blog: feeds.PublicBlog) -> Card:
    """The first page of a blog."""
    here = urls.absolute(urls.blog(blog))
    return Card(
        kind="website",
        title=blog.title,
        description=blog.description,
        url=here,
        site_name=str(_("Blogsite")),
        locale=_locale(blog.language),
        picture=_drawn(blog.id, posters.of_blog(blog)),
        things=[_blog(blog) | {"description": blog.description}],
    )


def of_site() -> Card:
    """The front page."""
    here, name = urls.absolute(urls.home()), str(_("Blogsite"))
    return Card(
        kind="website",
        title=str(_("Blogsite: a quiet place to write")),
        description=str(_("Many blogs, one quiet place.")),
        url=here,
        site_name=name,
        things=[{"@type": "WebSite", "name": name, "url": here}],
    )


def _cover(cover: feeds.Cover) -> Depiction:
    return Depiction(address=urls.absolute(cover.largest), size=cover.largest_size, alt=cover.alt)


def _drawn(thing_id: Any, poster: Poster) -> Depiction:
    """The words of a page, drawn by the site; see `models.social_drawing`."""
    address = urls.absolute(social_picture(thing_id, poster.digest))
    return Depiction(address=address, size=SIZE, alt=poster.alt)


def _posting(post: _Post, here: str, image: str) -> dict[str, Any]:
    author = urls.absolute(urls.author(post)) if post.author_name else ""
    published = post.publication.at.isoformat(timespec="seconds") if post.publication else ""
    return {
        "@type": "WebPage" if post.is_page else "BlogPosting",
        "@id": urls.absolute(urls.permanent(post)),
        "url": here,
        **({"name": post.title} if post.is_page else _headline(post)),
        "description": post.description,
        "image": image,
        "datePublished": published,
        "dateModified": feeds.changed_at(post).isoformat(timespec="seconds"),
        "author": _given({"@type": "Person", "name": feeds.author_of(post), "url": author}),
        "keywords": list(post.tags),
        "inLanguage": post.written_in,
        "isPartOf": _blog(post.blog),
    }


def _headline(post: _Post) -> dict[str, Any]:
    headline = post.title[:LONGEST_HEADLINE]
    return {
        "headline": headline,
        "mainEntityOfPage": post.canonical_url,
        "wordCount": post.word_count,
    }


def _blog(blog: feeds.PublicBlog) -> dict[str, Any]:
    here = urls.absolute(urls.blog(blog))
    permanent = urls.absolute(urls.permanent(blog))
    named = {"@type": "Blog", "@id": permanent, "name": blog.title, "url": here}
    return {**named, "inLanguage": blog.language}


def _crumbs(post: _Post, here: str) -> dict[str, Any]:
    steps = [(post.blog.title, urls.absolute(urls.blog(post.blog))), (post.title, here)]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": address}
            for number, (name, address) in enumerate(steps, start=1)
        ],
    }


def _locale(language: str) -> str:
    """As Open Graph writes it, which knows no language without a country."""
    country = languages.country(language) if language else ""
    return f"{language.partition('-')[0]}_{country}" if country else ""


def _given(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: one for name, one in told.items() if one}
