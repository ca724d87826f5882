"""The versions of a post: what was saved when, what changed, and the way back."""

from __future__ import annotations

from functools import partial

from bson import ObjectId
from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _

from blogsite import urls
from blogsite.forms import RevisionNameForm
from blogsite.models import Post
from blogsite.models.errors import Invalid, NotFound
from blogsite.web import pages
from blogsite.web.current import current
from blogsite.web.scopes import with_post

revisions = Blueprint("revisions", __name__)


@revisions.get("/posts/<object_id:post_id>/revisions")
@with_post
def index(post: Post) -> Answer:
    page = post.revisions(window=pages.wanted())
    beside = pages.beside(page, partial(urls.revisions, post))
    return render_template("revisions/index.html", post=post, page=page, **beside)


@revisions.get("/posts/<object_id:post_id>/revisions/<object_id:revision_id>")
@with_post
def show(post: Post, revision_id: ObjectId) -> Answer:
    return _page(post, revision_id, RevisionNameForm(formdata=None))


@revisions.post("/posts/<object_id:post_id>/revisions/<object_id:revision_id>/restoration")
@with_post
def restore(post: Post, revision_id: ObjectId) -> Answer:
    revision = post.revision(revision_id)
    try:
        post.bring_back(revision, by=current.writer)
    except Invalid as refusal:
        flash(str(refusal.sentence), "problem")
        return redirect(urls.revision(post, revision))
    flash(_("The post says again what it said then. What it said before is kept as a version."))
    return redirect(urls.edit(post))


@revisions.post("/posts/<object_id:post_id>/revisions/<object_id:revision_id>/name")
@with_post
def call(post: Post, revision_id: ObjectId) -> Answer:
    revision = post.revision(revision_id)
    form = RevisionNameForm()
    if not form.validate_on_submit():
        return _page(post, revision_id, form), 422
    revision.call(form.name.data or "")
    flash(_("This version is kept for good.") if revision.name else _("The name is taken away."))
    return redirect(urls.revision(post, revision))


def _page(post: Post, revision_id: ObjectId, form: RevisionNameForm) -> str:
    versions = post.compared(revision_id, since=_since())
    if not form.is_submitted():
        form.name.data = versions.revision.name
    view = "sides" if request.args.get("view") == "sides" else "inline"
    return render_template(
        "revisions/show.html",
        post=post,
        form=form,
        versions=versions,
        text=versions.text,
        view=view,
        since=request.args.get("from"),
    )


def _since() -> ObjectId | None:
    given = request.args.get("from")
    if given is None:
        return None
    if not ObjectId.is_valid(given):
        raise NotFound
    return ObjectId(given)
