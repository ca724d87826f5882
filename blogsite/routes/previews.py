"""Previews: what is written, typeset, and nothing saved."""

from __future__ import annotations

from flask import Blueprint, jsonify, render_template
from flask.typing import ResponseReturnValue as Answer

from blogsite.errors import refused
from blogsite.forms import PostForm
from blogsite.models import Blog, Post
from blogsite.models.errors import Invalid, TooOften
from blogsite.models.post.previewing import preview
from blogsite.routes.posts import editor, opened
from blogsite.web.current import current
from blogsite.web.scopes import with_blog, with_post

previews = Blueprint("previews", __name__)


@previews.post("/posts/new/<object_id:blog_id>/preview")
@with_blog
def of_new(blog: Blog) -> Answer:
    return _page("posts/new.html", opened(), blog)


@previews.post("/posts/<object_id:post_id>/edit/preview")
@with_post
def of_edited(post: Post) -> Answer:
    return _page("posts/edit.html", opened(post), post.blog, post)


@previews.post("/blogs/<object_id:blog_id>/preview")
@with_blog
def live(blog: Blog) -> Answer:
    """The text alone, for the pane beside it; asked for by `editor.js` while somebody types."""
    form = PostForm()
    form.tidy()
    try:
        made = preview(form.content.data or "", blog_id=blog.id, by=current.writer)
    except Invalid as refusal:
        return jsonify(problem=str(refusal.sentence)), 422
    return jsonify(
        html=render_template("posts/_previewed.html", preview=made, blog=blog, form=form)
    )


def _page(template: str, form: PostForm, blog: Blog, post: Post | None = None) -> Answer:
    form.tidy()
    known = editor(form, blog, post)
    known.pop("form")
    try:
        made = preview(form.content.data or "", blog_id=blog.id, by=current.writer)
    except (Invalid, TooOften) as refusal:
        return refused(template, refusal, form=form, **known)
    return render_template(template, form=form, preview=made, **known)
