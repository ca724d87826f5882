"""What a person wrote, in one blog and in all of them."""

from __future__ import annotations

from functools import partial

from bson import ObjectId
from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue as Answer

from blogsite import urls
from blogsite.models import Blog, Post, User, readers
from blogsite.web import pages
from blogsite.web.languages import blog_at
from blogsite.web.page_cache import cached, shows
from blogsite.web.scopes import shown

authors = Blueprint("authors", __name__)


@authors.get("/users/<object_id:user_id>")
@cached(*pages.KEYS)
@shown
def of_site(user_id: ObjectId) -> Answer:
    user = User.get(user_id)
    page = Blog.browse_all(author=user, window=pages.wanted())
    shows(readers.WHOLE_SITE, readers.of_user(user.id), until=Post.next_due)
    beside = pages.beside(page, partial(urls.written_by, user))
    return render_template("authors/site.html", user=user, posts=page.posts, **beside)


@authors.get("/@<blog_slug>/authors/<object_id:user_id>")
@cached(*pages.KEYS)
@shown
def of_blog(blog_slug: str, user_id: ObjectId) -> Answer:
    blog, user = blog_at(blog_slug), User.get(user_id)
    page = blog.browse(author=user, window=pages.wanted())
    until = partial(Post.next_due, blog_id=blog.id)
    shows(readers.of_blog(blog), readers.of_user(user.id), until=until)
    beside = pages.beside(page, partial(urls.written_by, user, blog))
    return render_template("authors/blog.html", blog=blog, user=user, posts=page.posts, **beside)
