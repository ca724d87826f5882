"""The front page."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue as Answer

from blogsite import urls
from blogsite.models import Blog
from blogsite.web import pages
from blogsite.web.scopes import shown

home = Blueprint("home", __name__)


@home.get("/")
@shown
def show() -> Answer:
    page = Blog.newest_posts(window=pages.wanted())
    return render_template("home/show.html", posts=page.posts, **pages.beside(page, urls.home))
