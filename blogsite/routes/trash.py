"""The trash: what is in it, the way in, and out again."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _

from blogsite import urls
from blogsite.forms import EmptyingForm
from blogsite.models import Desk, Post
from blogsite.models import trash as emptying
from blogsite.models.errors import Invalid
from blogsite.web import pages
from blogsite.web.current import current
from blogsite.web.scopes import signed_in, with_post

trash = Blueprint("trash", __name__)


@trash.get("/posts/trash")
@signed_in
def show() -> Answer:
    page = Desk(current.writer).trash(window=pages.wanted())
    return render_template("trash/show.html", page=page, **pages.beside(page, urls.trashed))


@trash.route("/posts/trash/removal", methods=["GET", "POST"])
@signed_in
def empty() -> Answer:
    form = EmptyingForm()
    if form.validate_on_submit():
        done = emptying.empty(before=form.moment, by=current.writer)
        flash(_("The trash is empty.") if done else _("The trash is being emptied."))
        return redirect(urls.trashed())
    page = Desk(current.writer).trash()
    shown = render_template("trash/emptying.html", form=form, page=page)
    return shown, 422 if form.is_submitted() else 200


@trash.post("/posts/<object_id:post_id>/trash")
@with_post
def create(post: Post) -> Answer:
    post.trash(by=current.writer)
    flash(_("Moved to the trash. You can take it out again there, for thirty days."))
    return redirect(urls.blogs())


@trash.post("/posts/<object_id:post_id>/trash/restoration")
@with_post
def restore(post: Post) -> Answer:
    try:
        post.restore(by=current.writer)
    except Invalid as refusal:
        flash(str(refusal.sentence), "problem")
        return redirect(urls.trashed())
    if post.published:
        flash(_("Taken out of the trash, as it was."))
    else:
        flash(_("Taken out of the trash. It is a draft, which only the members of the blog see."))
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
