"""One picture of a blog: looked at, described, replaced and deleted."""

from __future__ import annotations

from bson import ObjectId
from flask import Blueprint, flash, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge

from blogsite import urls
from blogsite.errors import STATUSES
from blogsite.forms import AltForm, ReplacementForm
from blogsite.models import Blog, Picture
from blogsite.models import media as shelves
from blogsite.models.errors import Invalid, NotFound, TooOften
from blogsite.presenters import pictures as presenter
from blogsite.routes.media import too_large
from blogsite.web import autosaving
from blogsite.web.current import current
from blogsite.web.scopes import with_blog
from blogsite.web.scripted import json_wanted

picture_pages = Blueprint("picture_pages", __name__)
picture_pages.register_error_handler(RequestEntityTooLarge, too_large)


@picture_pages.get("/blogs/<object_id:blog_id>/media/<object_id:picture_id>")
@with_blog
def show(blog: Blog, picture_id: ObjectId) -> Answer:
    picture = Picture.of_blog(picture_id, blog_id=blog.id)
    if json_wanted():
        return jsonify(presenter.told(picture))
    return _page(blog, picture)


@picture_pages.post("/blogs/<object_id:blog_id>/media/<object_id:picture_id>/alt")
@with_blog
def describe(blog: Blog, picture_id: ObjectId) -> Answer:
    picture, form = Picture.of_blog(picture_id, blog_id=blog.id), AltForm()
    form.tidy()
    try:
        said = {"alt": form.alt.data or "", "decorative": form.decorative.data}
        shelves.describe(picture, **said, by=current.writer)
    except Invalid as refusal:
        if json_wanted():
            return jsonify(problems=[str(refusal.sentence)]), 422
        form.refuse(refusal)
        return _page(blog, picture, form=form), 422
    if json_wanted():
        return jsonify(presenter.told(picture))
    flash(_("What the picture shows is saved."))
    return redirect(urls.picture_page(picture, blog, autosave=_autosave()))


@picture_pages.post("/blogs/<object_id:blog_id>/media/<object_id:picture_id>/file")
@with_blog
def replace(blog: Blog, picture_id: ObjectId) -> Answer:
    picture, form = Picture.of_blog(picture_id, blog_id=blog.id), ReplacementForm()
    if not form.validate_on_submit():
        return _page(blog, picture, replacement=form), 422
    (sent,) = form.picture.data
    try:
        shelves.replace(picture, sent.stream, label=sent.filename or "", by=current.writer)
    except (Invalid, TooOften) as refusal:
        form.refuse(refusal)
        return _page(blog, picture, replacement=form), STATUSES[type(refusal)]
    flash(_("The picture is replaced. See whether the description still says what it shows."))
    return redirect(urls.picture_page(picture, blog, autosave=_autosave()))


@picture_pages.get("/blogs/<object_id:blog_id>/media/<object_id:picture_id>/removal")
@with_blog
def confirm_removal(blog: Blog, picture_id: ObjectId) -> Answer:
    picture = Picture.of_blog(picture_id, blog_id=blog.id)
    return _removal(blog, picture)


@picture_pages.post("/blogs/<object_id:blog_id>/media/<object_id:picture_id>/removal")
@with_blog
def remove(blog: Blog, picture_id: ObjectId) -> Answer:
    try:
        picture = Picture.of_blog(picture_id, blog_id=blog.id)
        shelves.remove(picture, by=current.writer)
    except NotFound:
        pass  # it is gone, as was wished
    except Invalid:
        return _removal(blog, picture), 422
    flash(_("The picture is deleted."))
    return redirect(urls.media(blog, autosave=_autosave()))


def _page(
    blog: Blog,
    picture: Picture,
    *,
    form: AltForm | None = None,
    replacement: ReplacementForm | None = None,
) -> str:
    return render_template(
        "media/show.html",
        blog=blog,
        picture=picture,
        where=shelves.whereabouts(picture),
        left=autosaving.left_for(blog),
        form=form or AltForm.of(picture),
        replacement=replacement or ReplacementForm(None),
    )


def _removal(blog: Blog, picture: Picture) -> str:
    where = shelves.whereabouts(picture)
    left = autosaving.left_for(blog)
    return render_template("media/removal.html", blog=blog, picture=picture, where=where, left=left)


def _autosave() -> str | None:
    """What somebody writes meanwhile, and wants to go back to."""
    return request.args.get("autosave")
