"""The desk: my posts in all blogs, drafts and what is scheduled by themselves."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue as Answer

from blogsite import urls
from blogsite.models import Desk
from blogsite.web import keeping, pages
from blogsite.web.current import current
from blogsite.web.scopes import signed_in

desk = Blueprint("desk", __name__)


@desk.get("/posts")
@signed_in
def posts() -> Answer:
    page = Desk(current.writer).posts(window=pages.wanted())
    return render_template("desk/posts.html", page=page, **pages.beside(page, urls.posts))


@desk.get("/posts/drafts")
@signed_in
def drafts() -> Answer:
    mine = Desk(current.writer)
    page = mine.drafts(window=pages.wanted())
    beside = pages.beside(page, urls.drafts)
    kept = keeping.listed()
    begun = mine.beginnings(besides=keeping.marks(kept)) if pages.first() else ()
    waiting = {"kept": kept, "unsaved": begun}
    return render_template("desk/drafts.html", page=page, **waiting, **beside)


@desk.get("/posts/scheduled")
@signed_in
def scheduled() -> Answer:
    page = Desk(current.writer).scheduled(window=pages.wanted())
    return render_template("desk/scheduled.html", page=page, **pages.beside(page, urls.scheduled))
