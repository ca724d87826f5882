"""The front page."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue as Answer

from blogsite import urls
from blogsite.models import Blog, Post, readers
from blogsite.presenters import cards
from blogsite.web import pages
from blogsite.web.page_cache import cached, shows
from blogsite.web.scopes import shown

home = Blueprint("home", __name__)


@home.get("/")
@cached(*pages.KEYS)
@shown
def show() -> Answer:
    page = Blog.newest_posts(window=pages.wanted())
    shows(readers.WHOLE_SITE, *readers.of_authors(page.posts), until=Post.next_due)
    beside = pages.beside(page, urls.home)
    known = {"posts": page.posts, "topics": page.topics, "card": cards.of_site()}
    return render_template("home/show.html", **known, **beside)
