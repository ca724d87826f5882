"""The front page."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue as Answer

from blogsite import urls
from blogsite.models import Blog
from blogsite.web.scopes import shown

home = Blueprint("home", __name__)


@home.get("/")
@shown
def show() -> Answer:
    page = Blog.newest_posts(before=request.args.get("before"))
    older = urls.home(before=page.older) if page.older else None
    newer = urls.home() if "before" in request.args else None
    return render_template("home/show.html", posts=page.posts, older=older, newer=newer)
