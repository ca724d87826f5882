"""All posts of a blog, by year."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue as Answer

from blogsite import urls
from blogsite.models import Post, readers
from blogsite.web import pages
from blogsite.web.languages import blog_at
from blogsite.web.page_cache import cached, shows
from blogsite.web.scopes import shown

archive = Blueprint("archive", __name__)


@archive.get("/@<blog_slug>/archive")
@cached()
@shown
def years(blog_slug: str) -> Answer:
    blog = blog_at(blog_slug)
    shows(readers.of_blog(blog), until=partial(Post.next_due, blog_id=blog.id))
    return render_template("archive/years.html", blog=blog, years=blog.counted_years())


@archive.get("/@<blog_slug>/archive/<year:year>")
@cached(*pages.KEYS)
@shown
def of_year(blog_slug: str, year: int) -> Answer:
    blog = blog_at(blog_slug)
    page = blog.of_year(year, window=pages.wanted())
    shows(readers.of_blog(blog), until=partial(Post.next_due, blog_id=blog.id))
    beside = pages.beside(page, partial(urls.year, blog, year))
    return render_template("archive/year.html", blog=blog, year=year, page=page, **beside)
