"""Posts by tag, in one blog and in all of them."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue as Answer

from blogsite import urls
from blogsite.models import Blog, Post, readers
from blogsite.web import pages
from blogsite.web.languages import blog_at
from blogsite.web.page_cache import cached, shows
from blogsite.web.scopes import shown

tags = Blueprint("tags", __name__)


@tags.get("/tags/<path:tag>")
@cached(*pages.KEYS)
@shown
def of_site(tag: str) -> Answer:
    page = Blog.browse_all(tag=tag, window=pages.wanted())
    shows(readers.WHOLE_SITE, *readers.of_authors(page.posts), until=Post.next_due)
    beside = pages.beside(page, partial(urls.tag, tag))
    return render_template("tags/site.html", tag=page.spelled(tag), posts=page.posts, **beside)


@tags.get("/@<blog_slug>/tags/<path:tag>")
@cached(*pages.KEYS)
@shown
def of_blog(blog_slug: str, tag: str) -> Answer:
    blog = blog_at(blog_slug)
    page = blog.browse(tag=tag, window=pages.wanted())
    authors = readers.of_authors(page.posts)
    shows(readers.of_blog(blog), *authors, until=partial(Post.next_due, blog_id=blog.id))
    beside = pages.beside(page, partial(urls.tag, tag, blog))
    known = {"tag": page.spelled(tag), "posts": page.posts}
    return render_template("tags/blog.html", blog=blog, **known, **beside)
