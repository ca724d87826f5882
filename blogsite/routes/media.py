"""The pictures of a blog: sent, found, and several of them described."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from bson import ObjectId
from flask import Blueprint, flash, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from blogsite import urls
from blogsite.errors import page as error_page
from blogsite.forms import DescriptionsForm, PicturesForm
from blogsite.forms.pictures import MOST_FILES
from blogsite.models import Blog, Picture
from blogsite.models import media as shelves
from blogsite.models.errors import Invalid, Refusal, TooOften
from blogsite.models.picture import FILTERS, Description, problems_of
from blogsite.presenters import pictures as presenter
from blogsite.web import autosaving, pages
from blogsite.web.current import current
from blogsite.web.scopes import with_blog
from blogsite.web.scripted import json_wanted
from blogsite.web.uploads import MOST_AT_ONCE

media = Blueprint("media", __name__)


@media.get("/blogs/<object_id:blog_id>/media")
@with_blog
def index(blog: Blog) -> Answer:
    return _page(blog, new=_new_ones())


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
    if json_wanted():
        return jsonify(pictures=[presenter.told(one) for one in taken]), 201
    flash(ngettext("The picture is here.", "%(num)d pictures are here.", len(taken)))
    new = [one for one in taken if one.undescribed]
    return redirect(urls.new_media(blog, new, autosave=request.args.get("autosave")))


@media.post("/blogs/<object_id:blog_id>/media/descriptions")
@with_blog
def describe_several(blog: Blog) -> Answer:
    form = DescriptionsForm()
    if problems := problems_of(form.said):
        said = {one: str(refusal.sentence) for one, refusal in problems.items()}
        return _page(blog, new=list(form.said), described=form.said, undescribable=said), 422
    shelves.describe_several(blog, form.said, by=current.writer)
    flash(_("The descriptions are saved."))
    return redirect(urls.media(blog, autosave=request.args.get("autosave")))


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
    if json_wanted():
        told = [presenter.told(one) for one in taken]
        return jsonify(pictures=told, problems=problems), status
    new = [one.id for one in taken if one.undescribed]
    return _page(blog, problems=problems, refused=True, new=new), status


def _new_ones() -> list[ObjectId]:
    """Those that the address says were just sent."""
    asked = request.args.getlist("new")[:MOST_FILES]
    return [ObjectId(one) for one in asked if ObjectId.is_valid(one)]


def _page(
    blog: Blog,
    *,
    new: Sequence[ObjectId] = (),
    problems: Sequence[str] = (),
    refused: bool = False,
    described: Mapping[ObjectId, Description] | None = None,
    undescribable: Mapping[ObjectId, str] | None = None,
) -> str:
    search, only = request.args.get("q", ""), request.args.get("only", "")
    only = only if only in FILTERS else ""
    shelf = shelves.shelf(blog, search=search, only=only, window=pages.wanted())
    found = Picture.by_ids(new, blog_id=blog.id)
    asked = {"q": search or None, "only": only or None, "autosave": request.args.get("autosave")}
    return render_template(
        "media/index.html",
        blog=blog,
        shelf=shelf,
        search=search,
        only=only,
        left=autosaving.left_for(blog),
        new=[found[one] for one in new if one in found],
        problems=problems,
        refused=refused,
        described=described or {},
        undescribable=undescribable or {},
        **pages.beside(shelf, partial(urls.media, blog, **asked)),
    )
