"""Who I am here."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue as Answer

from blogsite import urls
from blogsite.models import Blog
from blogsite.web import pages
from blogsite.web.current import current
from blogsite.web.scopes import signed_in

users = Blueprint("users", __name__)


@users.get("/profile")
@signed_in
def show() -> Answer:
    page = Blog.of(current.writer, window=pages.wanted())
    beside = pages.beside(page, urls.profile)
    return render_template("users/show.html", user=current.writer, blogs=page.found, **beside)
