"""Feeds in three formats, and the page that explains those of a blog, tag, person or site."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from hashlib import blake2b
from typing import Any

from bson import ObjectId
from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _

from blogsite import urls
from blogsite.models import Blog, Post, User, readers
from blogsite.models.listing import Window
from blogsite.models.post.lists import Page
from blogsite.models.post.spelling import check_tag
from blogsite.presenters import atom, json_feed, rss
from blogsite.presenters import feeds as presented
from blogsite.web.languages import blog_at, speak_alike
from blogsite.web.page_cache import cached, shows
from blogsite.web.scopes import shown

feeds = Blueprint("feeds", __name__)

_OTHERS = (("RSS 2.0", urls.RSS), ("JSON Feed 1.1", urls.JSON))
_FORMATS: dict[str, Any] = {urls.ATOM: atom, urls.RSS: rss, urls.JSON: json_feed}
_ATOM, _RSS, _JSON = ({"document": one} for one in urls.DOCUMENTS)


@feeds.get("/feed.xml", defaults=_ATOM)
@feeds.get("/rss.xml", defaults=_RSS)
@feeds.get("/feed.json", defaults=_JSON)
@cached("before")
@shown
def of_site(document: str) -> Answer:
    speak_alike()
    page = Blog.feed_of_all(window=_wanted())
    shows(readers.WHOLE_SITE, *readers.of_authors(page.posts), until=Post.next_due)
    return _answer(presented.of_site(page), document)


@feeds.get("/tags/<path:tag>/feed.xml", defaults=_ATOM)
@feeds.get("/tags/<path:tag>/rss.xml", defaults=_RSS)
@feeds.get("/tags/<path:tag>/feed.json", defaults=_JSON)
@cached("before")
@shown
def of_site_tag(tag: str, document: str) -> Answer:
    page = Blog.feed_of_all(tag=tag, window=_wanted())
    shows(readers.WHOLE_SITE, *readers.of_authors(page.posts), until=Post.next_due)
    return _answer(presented.of_site(page, tag=tag), document)


@feeds.get("/@<blog_slug>/feed.xml", defaults=_ATOM)
@feeds.get("/@<blog_slug>/rss.xml", defaults=_RSS)
@feeds.get("/@<blog_slug>/feed.json", defaults=_JSON)
@cached("before")
@shown
def of_blog(blog_slug: str, document: str) -> Answer:
    blog = blog_at(blog_slug)
    page = blog.feed(window=_wanted())
    _shows_of(blog, page)
    return _answer(presented.of_blog(blog, page), document)


@feeds.get("/@<blog_slug>/tags/<path:tag>/feed.xml", defaults=_ATOM)
@feeds.get("/@<blog_slug>/tags/<path:tag>/rss.xml", defaults=_RSS)
@feeds.get("/@<blog_slug>/tags/<path:tag>/feed.json", defaults=_JSON)
@cached("before")
@shown
def of_tag(blog_slug: str, tag: str, document: str) -> Answer:
    blog = blog_at(blog_slug)
    page = blog.feed(tag=tag, window=_wanted())
    _shows_of(blog, page)
    return _answer(presented.of_blog(blog, page, tag=tag), document)


@feeds.get("/blogs/<object_id:user_id>/feed.xml", defaults=_ATOM)
@feeds.get("/blogs/<object_id:user_id>/rss.xml", defaults=_RSS)
@feeds.get("/blogs/<object_id:user_id>/feed.json", defaults=_JSON)
@cached("before")
@shown
def of_author(user_id: ObjectId, document: str) -> Answer:
    speak_alike()
    user = User.get(user_id)
    page = Blog.feed_of_all(author=user, window=_wanted())
    shows(readers.WHOLE_SITE, readers.of_user(user.id), until=Post.next_due)
    return _answer(presented.of_author(user, page), document)


@feeds.get("/feeds")
@cached()
@shown
def about_site() -> Answer:
    shows(readers.WHOLE_SITE)
    return _about(_("Blogsite"), urls.site_feed, back=urls.home())


@feeds.get("/tags/<path:tag>/feeds")
@cached()
@shown
def about_site_tag(tag: str) -> Answer:
    check_tag(tag)
    shows(readers.WHOLE_SITE)
    return _about(tag, partial(urls.site_feed, tag=tag), back=urls.tag(tag))


@feeds.get("/@<blog_slug>/feeds")
@cached()
@shown
def about_blog(blog_slug: str) -> Answer:
    return _about_blog(blog_at(blog_slug))


@feeds.get("/@<blog_slug>/tags/<path:tag>/feeds")
@cached()
@shown
def about_tag(blog_slug: str, tag: str) -> Answer:
    check_tag(tag)
    return _about_blog(blog_at(blog_slug), tag=tag)


@feeds.get("/blogs/<object_id:user_id>/feeds")
@cached()
@shown
def about_author(user_id: ObjectId) -> Answer:
    user = User.get(user_id)
    shows(readers.of_user(user.id))
    feed = partial(urls.author_feed, user)
    return _about(user.name, feed, back=urls.blogs_of(user))


def _shows_of(blog: Blog, page: Page) -> None:
    authors = readers.of_authors(page.posts)
    shows(readers.of_blog(blog), *authors, until=partial(Post.next_due, blog_id=blog.id))


def _about(title: str, feed: Callable[..., str], *, back: str) -> Answer:
    known = {"title": title, "feed": feed, "back": back}
    return render_template("feeds/site.html", other_kinds=_OTHERS, **known)


def _about_blog(blog: Blog, *, tag: str = "") -> Answer:
    shows(readers.of_blog(blog))
    feed = partial(urls.feed, blog, tag=tag)
    back = urls.tag(tag, blog) if tag else urls.blog(blog)
    known = {"blog": blog, "tag": tag, "feed": feed, "back": back}
    return render_template("feeds/blog.html", other_kinds=_OTHERS, **known)


def _wanted() -> Window:
    """The page that the address asks for; from the first one the way leads onward only."""
    return Window(before=request.args.get("before"))


def _answer(feed: presented.Feed, document: str) -> Response:
    """A feed in one of its formats, or that it has not changed.

    A moment that a client names counts only if it is the very one that it was told: what is taken
    out of a feed makes it older.
    """
    made = _FORMATS[document].document(feed, before=request.args.get("before"))
    response = Response(made, mimetype=_FORMATS[document].MIMETYPE)
    response.set_etag(blake2b(made, digest_size=16).hexdigest())
    response.last_modified = feed.changed_at
    response.vary.add("Sec-Fetch-Dest")
    # It tells what anybody may read, to readers that are pages themselves too.
    response.headers["Access-Control-Allow-Origin"] = "*"
    environ = dict(request.environ)
    if environ.get("HTTP_IF_MODIFIED_SINCE") != response.headers["Last-Modified"]:
        environ.pop("HTTP_IF_MODIFIED_SINCE", None)
    response.make_conditional(environ)
    return response
