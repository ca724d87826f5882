"""Series of posts: the page of each."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue as Answer

from blogsite.models import Post, readers
from blogsite.web.languages import blog_at
from blogsite.web.page_cache import cached, shows
from blogsite.web.scopes import shown

series = Blueprint("series", __name__)


@series.get("/@<blog_slug>/series/<series_slug>")
@cached()
@shown
def show(blog_slug: str, series_slug: str) -> Answer:
    blog = blog_at(blog_slug)
    title, parts = blog.parts_of(series_slug)
    shows(readers.of_blog(blog), until=partial(Post.next_due, blog_id=blog.id))
    return render_template(
        "series/show.html", blog=blog, slug=series_slug, title=title, parts=parts
    )
