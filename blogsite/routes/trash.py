"""The trash: what is in it, the way in, and out again."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _

from blogsite import urls
from blogsite.models import Desk, Post
from blogsite.web import pages
from blogsite.web.current import current
from blogsite.web.scopes import signed_in, with_post

trash = Blueprint("trash", __name__)


@trash.get("/posts/trash")
@signed_in
def show() -> Answer:
    page = Desk(current.writer).trash(window=pages.wanted())
    return render_template("trash/show.html", page=page, **pages.beside(page, urls.trashed))


@trash.post("/posts/<object_id:post_id>/trash")
@with_post
def create(post: Post) -> Answer:
    post.trash(by=current.writer)
    flash(_("Moved to the trash. You can take it out again there."))
    return redirect(urls.blogs())


@trash.post("/posts/<object_id:post_id>/trash/restoration")
@with_post
def restore(post: Post) -> Answer:
    post.restore(by=current.writer)
    flash(_("Taken out of the trash, as it was."))
    return redirect(urls.post(post))


@trash.route("/posts/<object_id:post_id>/trash/removal", methods=["GET", "POST"])
@with_post
def remove(post: Post) -> Answer:
    post.check_removable()
    if request.method == "POST":
        post.remove(by=current.writer)
        flash(_("Deleted for good."))
        return redirect(urls.trashed())
    return render_template("trash/removal.html", post=post)
