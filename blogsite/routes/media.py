"""The pictures of a blog: sent, listed, described and deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from bson import ObjectId
from flask import Blueprint, flash, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from blogsite import urls
from blogsite.errors import page as error_page
from blogsite.forms import AltForm, PicturesForm
from blogsite.models import Blog, Picture
from blogsite.models import media as shelves
from blogsite.models.errors import Invalid, NotFound, Refusal, TooOften
from blogsite.web import pages
from blogsite.web.current import current
from blogsite.web.scopes import with_blog
from blogsite.web.uploads import MOST_AT_ONCE

media = Blueprint("media", __name__)


@media.get("/blogs/<object_id:blog_id>/media")
@with_blog
def index(blog: Blog) -> Answer:
    return _page(blog)


@media.post("/blogs/<object_id:blog_id>/media")
@with_blog
def create(blog: Blog) -> Answer:
    form = PicturesForm()
    if not form.validate_on_submit():
        said = [str(one) for one in form.picture.errors]
        return _refused(blog, [], said)
    taken, problems = _taken(form.picture.data, blog)
    if problems:
        return _refused(blog, taken, problems)
    if _by_script():
        return jsonify(pictures=[_told(one) for one in taken]), 201
    flash(ngettext("The picture is here.", "%(num)d pictures are here.", len(taken)))
    return redirect(urls.media(blog))


@media.post("/blogs/<object_id:blog_id>/media/<object_id:picture_id>/alt")
@with_blog
def describe(blog: Blog, picture_id: ObjectId) -> Answer:
    picture, form = Picture.of_blog(picture_id, blog_id=blog.id), AltForm()
    if not form.validate_on_submit():
        return _page(blog, described={picture.id: form}), 422
    try:
        shelves.describe(picture, form.alt.data or "", by=current.writer)
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(blog, described={picture.id: form}), 422
    flash(_("What the picture shows is saved."))
    return redirect(urls.media(blog))


@media.post("/blogs/<object_id:blog_id>/media/<object_id:picture_id>/removal")
@with_blog
def remove(blog: Blog, picture_id: ObjectId) -> Answer:
    try:
        picture = Picture.of_blog(picture_id, blog_id=blog.id)
        shelves.remove(picture, by=current.writer)
    except NotFound:
        pass  # it is gone, as was wished
    except Invalid as refusal:
        return _page(blog, problems=[str(refusal.sentence)]), 422
    flash(_("The picture is deleted."))
    return redirect(urls.media(blog))


@media.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> Answer:
    """Said where the files were chosen, to whoever may send some."""
    if current.user is None:
        flash(_("You were signed out meanwhile. Sign in and send the pictures once more."))
        return redirect(urls.login())
    said = _(
        "This is more than the site takes at once: %(most)s MB. Send fewer or smaller pictures.",
        most=MOST_AT_ONCE // 1024**2,
    )
    blog_id = (request.view_args or {}).get("blog_id")
    blog = Blog.find({"_id": blog_id})
    if blog is None or blog.removed or not blog.editable_by(current.user):
        return error_page(413, said)
    return _refused(blog, [], [said], status=413)


def _taken(sent: Sequence[FileStorage], blog: Blog) -> tuple[list[Picture], list[str]]:
    taken, problems = [], []
    for one in sent:
        name = one.filename or ""
        try:
            taken.append(Picture.take(one.stream, label=name, blog_id=blog.id, by=current.writer))
        except (Invalid, TooOften) as refusal:
            problems.append(_("%(file)s: %(reason)s", file=name, reason=_reason(refusal)))
    return taken, problems


def _reason(refusal: Refusal) -> str:
    return str(refusal.sentence)


def _refused(
    blog: Blog, taken: Sequence[Picture], problems: Sequence[str], *, status: int = 422
) -> Answer:
    if _by_script():
        return jsonify(pictures=[_told(one) for one in taken], problems=problems), status
    return _page(blog, problems=problems, refused=True), status


def _page(
    blog: Blog,
    *,
    problems: Sequence[str] = (),
    refused: bool = False,
    described: Mapping[Any, AltForm] | None = None,
) -> str:
    search = request.args.get("q", "")
    shelf = shelves.shelf(blog, search=search, window=pages.wanted())
    return render_template(
        "media/index.html",
        blog=blog,
        shelf=shelf,
        search=search,
        problems=problems,
        refused=refused,
        described=described or {},
        **pages.beside(shelf, partial(urls.media, blog, q=search or None)),
    )


def _by_script() -> bool:
    kinds = ["text/html", "application/json"]
    return request.accept_mimetypes.best_match(kinds) == "application/json"


def _told(picture: Picture) -> dict[str, Any]:
    return {
        "id": str(picture.id),
        "label": picture.label,
        "alt": picture.alt,
        "address": urls.picture(picture, picture.largest),
        "width": picture.width,
        "height": picture.height,
    }
