"""The looks of a blog: chosen by its members, tried out before, and served as CSS of its own."""

from __future__ import annotations

from flask import Blueprint, flash, jsonify, redirect, render_template
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _

from blogsite import urls
from blogsite.errors import refused
from blogsite.forms import AppearanceForm
from blogsite.models import Blog, BlogStyle
from blogsite.models.blog_style import Refused, Style
from blogsite.models.errors import Conflict, Invalid, Refusal
from blogsite.presenters.looks import choices
from blogsite.web.current import current
from blogsite.web.languages import blog_at
from blogsite.web.scopes import machine, with_blog
from blogsite.web.scripted import json_wanted
from blogsite.web.stored_files import style_sheet

appearance = Blueprint("appearance", __name__)

_PAGE = "appearance/change.html"


@appearance.get("/@<blog_slug>/style-<digest>.css")
@machine
def style(blog_slug: str, digest: str) -> Answer:
    blog = blog_at(blog_slug)
    return style_sheet(BlogStyle.at(blog, digest), digest=digest)


@appearance.route("/blogs/<object_id:blog_id>/appearance", methods=["GET", "POST"])
@with_blog
def change(blog: Blog) -> Answer:
    present = BlogStyle.of(blog)
    form = AppearanceForm.of(present)
    if not form.validate_on_submit():
        page = render_template(_PAGE, form=form, **_sample(blog, present))
        return page, 422 if form.is_submitted() else 200
    try:
        BlogStyle.restyle(blog, form.wish, by=current.writer, instead_of=form.version.data)
    except Conflict as conflict:
        theirs = BlogStyle.of(blog)
        form.version.data = theirs.version
        return refused(_PAGE, conflict, form=form, **_sample(blog, form.wish))
    except Invalid as refusal:
        return _refused(form, refusal, blog, present)
    flash(_("The blog has new looks now."))
    return redirect(urls.appearance(blog))


@appearance.post("/blogs/<object_id:blog_id>/appearance/preview")
@with_blog
def preview(blog: Blog) -> Answer:
    """Nothing is saved; a script of ours gets the style alone, for the sample on its page."""
    present = BlogStyle.of(blog)
    form = AppearanceForm.of(present)
    try:
        wished = _wished(form)
    except Invalid as refusal:
        if json_wanted():
            return jsonify(problem=str(refusal.sentence)), 422
        return _refused(form, refusal, blog, present)
    if json_wanted():
        accent = render_template("appearance/_accent.html", style=wished)
        return jsonify(css=wished.of_sample, dress=wished.look.dress, accent=accent)
    return render_template(_PAGE, form=form, previewed=True, **_sample(blog, wished))


def _wished(form: AppearanceForm) -> Style:
    if not form.validate():
        raise Invalid(_("Look at what stands beside the fields, then try again."))
    return form.wish


def _refused(form: AppearanceForm, refusal: Refusal, blog: Blog, present: Style) -> Answer:
    """With everything that was typed; the sample keeps the looks that the blog has."""
    form.refuse(refusal)
    reasons = refusal.reasons if isinstance(refusal, Refused) else ()
    return render_template(_PAGE, form=form, reasons=reasons, **_sample(blog, present)), 422


def _sample(blog: Blog, style: Style) -> dict[str, object]:
    newest = blog.posts(visible_to=None).posts
    shown = {"style": style, "choices": choices()}
    return {"blog": blog, "newest": newest[0] if newest else None, **shown}
