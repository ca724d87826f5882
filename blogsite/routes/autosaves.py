"""What is put aside while somebody writes: taken in for their page, and thrown away."""

from __future__ import annotations

from bson import ObjectId
from flask import Blueprint, flash, jsonify, redirect
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _

from blogsite import urls
from blogsite.errors import refused
from blogsite.models import Blog, Post
from blogsite.models.autosave import Place
from blogsite.models.errors import Invalid, TooLarge, TooOften
from blogsite.routes.posts import editor, opened
from blogsite.web import autosaving
from blogsite.web.scopes import signed_in, with_blog, with_post
from blogsite.web.scripted import scripted

autosaves = Blueprint("autosaves", __name__)


@autosaves.post("/posts/<object_id:post_id>/autosave")
@with_post
@scripted
def of_post(post: Post) -> Answer:
    return jsonify(autosaving.keep(Place(blog_id=post.blog_id, post_id=post.id)))


@autosaves.post("/posts/new/<object_id:blog_id>/autosave")
@with_blog
@scripted
def of_new_post(blog: Blog) -> Answer:
    return jsonify(autosaving.keep(Place(blog_id=blog.id)))


@autosaves.post("/posts/autosaves/<object_id:autosave_id>/removal")
@signed_in
def remove(autosave_id: ObjectId) -> Answer:
    discarded = autosaving.discard(autosave_id)
    flash(_("Thrown away. Nothing else has changed."))
    return redirect(urls.editor(discarded) if discarded else urls.drafts())


@autosaves.post("/posts/<object_id:post_id>/edit/pictures")
@with_post
def pictures_for_edited(post: Post) -> Answer:
    return _to_pictures(post.blog, post)


@autosaves.post("/posts/new/<object_id:blog_id>/pictures")
@with_blog
def pictures_for_new(blog: Blog) -> Answer:
    return _to_pictures(blog)


def _to_pictures(blog: Blog, post: Post | None = None) -> Answer:
    """What is written waits, and is led back to from there; refused, it stands in its form."""
    try:
        kept = autosaving.put_aside(Place(blog_id=blog.id, post_id=post.id if post else None))
    except (Invalid, TooLarge, TooOften) as refusal:
        form = opened(post)
        form.tidy()
        known = editor(form, blog, post)
        known.pop("form")
        template = "posts/edit.html" if post else "posts/new.html"
        return refused(template, refusal, form=form, **known)
    return redirect(urls.media(blog, autosave=str(kept.id)))
