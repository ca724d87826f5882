"""What a blog says of itself: shown to its members, changed by its owner."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _

from blogsite import urls
from blogsite.errors import refused
from blogsite.forms import BlogSettingsForm
from blogsite.models import Blog
from blogsite.models.errors import Invalid
from blogsite.models.membership import OWNER
from blogsite.web.current import current
from blogsite.web.scopes import with_blog

blog_settings = Blueprint("blog_settings", __name__)

_PAGE = "blogs/settings.html"


@blog_settings.route("/blogs/<object_id:blog_id>/settings", methods=["GET", "POST"])
@with_blog
def change(blog: Blog) -> Answer:
    form = BlogSettingsForm(obj=blog)
    known = {"blog": blog, "owner": blog.role_of(current.writer) == OWNER}
    if not form.validate_on_submit():
        page = render_template(_PAGE, form=form, **known)
        return page, 422 if form.is_submitted() else 200
    try:
        blog.describe(
            title=form.title.data,
            description=form.description.data or "",
            language=form.language.data or "",
            time_zone=form.time_zone.data or "",
            by=current.writer,
        )
    except Invalid as refusal:
        return refused(_PAGE, refusal, form=form, **known)
    flash(_("Saved. Readers see it from now on."))
    return redirect(urls.blog_settings(blog))
