"""What a feed says, whichever format it is written in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Protocol
from urllib.parse import quote

from flask_babel import gettext as _

from blogsite import urls
from blogsite.lib import text
from blogsite.presenters.looks import Look
from blogsite.presenters.whole_links import first_picture

PICTURE = "image/webp"
"""What all pictures of ours are."""
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
"""When a feed last changed that has nothing in it."""


class PublicBlog(urls.NamedBlog, Protocol):
    """What a feed says of a blog."""

    title: str
    description: str
    language: str
    picture: str | None
    created_at: datetime

    @property
    def look(self) -> Look: ...


class PublicPerson(urls.Named, Protocol):
    """What a feed says of a person."""

    name: str
    bio: str
    avatar: str | None


class Cover(Protocol):
    """The picture at the head of a post."""

    alt: str
    length: int

    @property
    def largest(self) -> str: ...

    @property
    def largest_size(self) -> tuple[int, int]: ...


class _Publication(Protocol):
    at: datetime


class PublicPost(urls.NamedPost, urls.Named, Protocol):
    """What a feed says of a post; without HTML there is only the summary."""

    title: str
    author_name: str
    canonical_url: str
    html: str
    tags: list[str]
    updated_at: datetime

    @property
    def blog(self) -> PublicBlog: ...

    @property
    def written_in(self) -> str: ...

    @property
    def publication(self) -> _Publication | None: ...

    @property
    def cover(self) -> Cover | None: ...

    @property
    def description(self) -> str: ...


class _Page(Protocol):
    @property
    def posts(self) -> Sequence[PublicPost]: ...

    @property
    def older(self) -> str | None: ...


@dataclass(frozen=True, kw_only=True)
class Feed:
    """One page of a feed: public posts with their texts, the newest first.

    Arguments:
        id: never another, whatever is renamed.
        title: one line.
        description: what stands below it.
        home: the whole link of the page that shows the same.
        about: the whole link of the page that explains the feed.
        icon: the whole address of a small picture, if there is one.
        address: makes the path of a document, `before` a key.
        page: the posts, and the key of the page after this one.
        since: when it last changed if there is nothing in it.
        together: whether its posts are of several blogs.
        language: the tag of what most of it is written in, where that is known.
    """

    id: str
    title: str
    description: str
    home: str
    about: str
    address: Callable[..., str]
    page: _Page
    since: datetime = LONG_AGO
    icon: str = ""
    together: bool = False
    language: str = ""

    @property
    def posts(self) -> Sequence[PublicPost]:
        return self.page.posts

    @property
    def changed_at(self) -> datetime:
        """The last moment at which one of its posts came out or was changed."""
        return max([changed_at(post) for post in self.posts], default=self.since)

    def links(self, document: str, before: str | None) -> dict[str, str]:
        """The whole links of this document and of those beside it, by their relation (RFC 5005).

        Arguments:
            document: which format.
            before: the key by which this page was asked for, if it was.
        """
        links = {"self": self.address(document, before=before), "first": self.address(document)}
        if self.page.older:
            links["next"] = self.address(document, before=self.page.older)
        return {name: urls.absolute(path) for name, path in links.items()}


def of_blog(blog: PublicBlog, page: _Page, *, tag: str = "") -> Feed:
    """The feed of a blog, or of what has a tag in it."""
    permanent = urls.absolute(urls.permanent(blog))
    said = _("%(title)s: %(tag)s", title=blog.title, tag=tag) if tag else blog.title
    return Feed(
        id=f"{permanent}#{quote(tag.casefold(), safe='')}" if tag else permanent,
        title=line(said),
        description=line(blog.description),
        home=urls.absolute(urls.tag(tag, blog) if tag else urls.blog(blog)),
        about=urls.absolute(urls.feeds(blog, tag=tag)),
        address=partial(urls.feed, blog, tag=tag),
        page=page,
        since=blog.created_at,
        icon=urls.absolute(urls.blog_picture(blog, blog.picture)) if blog.picture else "",
        language=blog.language,
    )


def of_author(user: PublicPerson, page: _Page) -> Feed:
    """The feed of what a person writes, in whichever blog."""
    home = urls.absolute(urls.blogs_of(user))
    return Feed(
        id=home,
        title=line(user.name) or str(_("Blogsite")),
        description=line(user.bio),
        home=home,
        about=urls.absolute(urls.author_feeds(user)),
        address=partial(urls.author_feed, user),
        page=page,
        icon=urls.absolute(urls.avatar(user, user.avatar)) if user.avatar else "",
        together=True,
    )


def of_site(page: _Page, *, tag: str = "") -> Feed:
    """The feed of all blogs, or of what has a tag in them."""
    home = urls.absolute(urls.home())
    name = str(_("Blogsite"))
    return Feed(
        id=f"{home}#{quote(tag.casefold(), safe='')}" if tag else home,
        title=line(_("%(title)s: %(tag)s", title=name, tag=tag)) if tag else name,
        description=str(_("The newest posts of all blogs")),
        home=urls.absolute(urls.tag(tag)) if tag else home,
        about=urls.absolute(urls.feeds(tag=tag)),
        address=partial(urls.site_feed, tag=tag),
        page=page,
        together=True,
    )


def changed_at(post: PublicPost) -> datetime:
    """When it last changed: a scheduled post was saved before it came out."""
    return max(post.updated_at, post.publication.at if post.publication else post.updated_at)


def picture_of(post: PublicPost, address: str) -> str:
    """The whole address of its cover, or else of the first picture in its text, if there is one."""
    return urls.absolute(post.cover.largest) if post.cover else first_picture(post.html, address)


def author_of(post: PublicPost) -> str:
    return line(post.author_name) or str(_("a former author"))


def line(words: str) -> str:
    """Words as XML can hold them."""
    return text.line(text.without_unkeepable(words))
