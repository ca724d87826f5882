"""Publishing a post and withdrawing it, as acts of their own."""

from __future__ import annotations

from flask import Blueprint, flash, redirect
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _

from blogsite import urls
from blogsite.models import Post
from blogsite.models.errors import Invalid
from blogsite.routes.posts import published
from blogsite.web.current import current
from blogsite.web.scopes import with_post

publications = Blueprint("publications", __name__)


@publications.post("/posts/<object_id:post_id>/publication")
@with_post
def create(post: Post) -> Answer:
    try:
        post.publish(by=current.writer)
    except Invalid as refusal:
        flash(str(refusal.sentence), "problem")
        return redirect(urls.edit(post))
    flash(published(post))
    return redirect(urls.post(post))


@publications.post("/posts/<object_id:post_id>/publication/withdrawal")
@with_post
def withdraw(post: Post) -> Answer:
    post.withdraw(by=current.writer)
    flash(_("Withdrawn. It is a draft again, which only the members of the blog can see."))
    return redirect(urls.post(post))
