"""A new picture for the head of a post: taken in at once, and nothing of the post saved."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge

from blogsite.errors import page as error_page
from blogsite.forms import PostForm
from blogsite.models import Blog, Picture, Post
from blogsite.models.errors import Invalid, TooOften
from blogsite.routes.posts import editor, opened
from blogsite.web.current import current
from blogsite.web.scopes import with_blog, with_post
from blogsite.web.uploads import MOST_AT_ONCE

covers = Blueprint("covers", __name__)


@covers.post("/posts/new/<object_id:blog_id>/cover")
@with_blog
def of_new(blog: Blog) -> Answer:
    return _page("posts/new.html", opened(), blog)


@covers.post("/posts/<object_id:post_id>/edit/cover")
@with_post
def of_edited(post: Post) -> Answer:
    return _page("posts/edit.html", opened(post), post.blog, post)


@covers.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> Answer:
    """Its form was not read: the browser still has it."""
    said = _(
        "This is more than the site takes at once: %(most)s MB. Go back, your text is still "
        "there, and choose a smaller picture.",
        most=MOST_AT_ONCE // 1024**2,
    )
    return error_page(413, said)


def _page(template: str, form: PostForm, blog: Blog, post: Post | None = None) -> Answer:
    form.tidy()
    taken = _taken(form, blog)
    if taken:
        form.cover.data, form.cover_address.data = str(taken.id), ""
    known = editor(form, blog, post)
    return render_template(template, cover_taken=taken, **known), 200 if taken else 422


def _taken(form: PostForm, blog: Blog) -> Picture | None:
    sent = request.files.get("cover_file")
    label = sent.filename if sent else None
    if sent is None or not label:
        form.cover_file.errors = [_("Choose a picture first.")]
        return None
    try:
        return Picture.take(sent.stream, label=label, blog_id=blog.id, by=current.writer)
    except (Invalid, TooOften) as refusal:
        form.cover_file.errors = [str(refusal.sentence)]
    return None
