"""The trash: in, and out again."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _

from blogsite import urls
from blogsite.models import Post
from blogsite.web.current import current
from blogsite.web.scopes import with_post

trash = Blueprint("trash", __name__)


@trash.post("/posts/<object_id:post_id>/trash")
@with_post
def create(post: Post) -> Answer:
    post.trash(by=current.writer)
    flash(_("Moved to the trash. You can take it out again below."))
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
        return redirect(urls.blogs())
    return render_template("posts/removal.html", post=post)
