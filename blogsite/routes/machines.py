"""For programs: what may be read, where all of it is, and posts as they were written."""

from __future__ import annotations

from functools import partial

from bson import ObjectId
from flask import Blueprint, Response, redirect, request, stream_with_context
from flask.typing import ResponseReturnValue as Answer

from blogsite import urls
from blogsite.models import Blog, Post, readers
from blogsite.models import sitemap as places
from blogsite.presenters import llms as told
from blogsite.presenters import markdown, sitemaps
from blogsite.web.current import current
from blogsite.web.headers import not_indexed
from blogsite.web.languages import blog_at, speak_alike
from blogsite.web.page_cache import cached, shows
from blogsite.web.scopes import shown

machines = Blueprint("machines", __name__)


@machines.get("/sitemap.xml")
@shown
def sitemap_index() -> Answer:
    return Response("".join(sitemaps.index(places.parts())), mimetype=sitemaps.MIMETYPE)


@machines.get("/sitemap/<object_id:first>.xml")
@shown
def sitemap(first: ObjectId) -> Answer:
    with_home = first == places.BEGINNING
    newest_at = places.newest_at() if with_home else None
    written = sitemaps.part(places.entries(first), with_home=with_home, newest_at=newest_at)
    return Response(stream_with_context(written), mimetype=sitemaps.MIMETYPE)


@machines.get("/llms.txt")
@cached()
@shown
def llms() -> Answer:
    speak_alike()
    shows(readers.WHOLE_SITE, until=Post.next_due)
    return _markdown(told.of_site(Blog.newest_posts().posts))


@machines.get("/@<blog_slug>/llms.txt")
@cached()
@shown
def llms_of_blog(blog_slug: str) -> Answer:
    blog = blog_at(blog_slug)
    shows(readers.of_blog(blog), until=partial(Post.next_due, blog_id=blog.id))
    return _markdown(told.of_blog(blog, blog.posts(visible_to=None).posts))


@machines.get("/@<blog_slug>/<post_slug>.md")
@cached()
@shown
def source(blog_slug: str, post_slug: str) -> Answer:
    blog = blog_at(blog_slug, even_removed=True)
    post = blog.source(post_slug, visible_to=current.user)
    if post.slug != post_slug:
        return redirect(urls.source(post), 302 if current.user else 301)
    shows(readers.of_blog(blog), readers.of_user(post.author_id))
    response = _markdown(markdown.twin(post))
    # The page is what search engines are to show.
    response.headers["Link"] = f'<{urls.absolute(urls.post(post))}>; rel="canonical"'
    response.headers.extend(not_indexed() if post.unlisted else {})
    return response


def _markdown(written: str) -> Response:
    response = Response(written, mimetype="text/markdown")
    response.add_etag()
    response.make_conditional(request)
    return response
