"""Redirects of a blog: listed, added, taken in by the hundred, removed."""

from __future__ import annotations

from collections.abc import Sequence

from bson import ObjectId
from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _
from flask_babel import ngettext

from blogsite import urls
from blogsite.forms import RedirectForm, RedirectsForm
from blogsite.models import Blog
from blogsite.models.errors import Invalid
from blogsite.models.redirect import Reason, Redirects, Refused
from blogsite.web.current import current
from blogsite.web.scopes import with_blog

redirects = Blueprint("redirects", __name__)


@redirects.route("/blogs/<object_id:blog_id>/redirects", methods=["GET", "POST"])
@with_blog
def index(blog: Blog) -> Answer:
    form = RedirectForm()
    if form.validate_on_submit():
        try:
            Redirects(blog).add(form.source.data, form.target.data, by=current.writer)
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            flash(_("The old address leads on."))
            return redirect(urls.redirects(blog))
    page = _page(blog, one=form)
    return page, 422 if form.is_submitted() else 200


@redirects.post("/blogs/<object_id:blog_id>/redirects/import")
@with_blog
def take_in(blog: Blog) -> Answer:
    form, reasons = RedirectsForm(), list[Reason]()
    if form.validate_on_submit():
        try:
            kept = Redirects(blog).take_in(form.lines.data, by=current.writer)
        except Refused as refusal:
            form.refuse(refusal)
            reasons.extend(refusal.reasons)
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            flash(ngettext("%(num)d old address leads on.", "%(num)d old addresses lead on.", kept))
            return redirect(urls.redirects(blog))
    return _page(blog, many=form, reasons=reasons), 422


@redirects.post("/blogs/<object_id:blog_id>/redirects/<object_id:redirect_id>/removal")
@with_blog
def remove(blog: Blog, redirect_id: ObjectId) -> Answer:
    Redirects(blog).remove(redirect_id, by=current.writer)
    flash(_("The redirect is removed."))
    return redirect(urls.redirects(blog))


def _page(
    blog: Blog,
    *,
    one: RedirectForm | None = None,
    many: RedirectsForm | None = None,
    reasons: Sequence[Reason] = (),
) -> str:
    # Each form stands beside the one that was sent.
    return render_template(
        "redirects/index.html",
        blog=blog,
        redirects=Redirects(blog),
        one=one or RedirectForm(formdata=None),
        many=many or RedirectsForm(formdata=None),
        reasons=reasons,
    )
