"""The address of a blog: shown to its members, changed by its owner."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _

from blogsite import urls
from blogsite.errors import refused
from blogsite.forms import AddressForm
from blogsite.models import Blog
from blogsite.models.errors import Invalid
from blogsite.models.membership import OWNER
from blogsite.web.current import current
from blogsite.web.scopes import with_blog

blog_addresses = Blueprint("blog_addresses", __name__)

_PAGE = "blogs/address.html"


@blog_addresses.route("/blogs/<object_id:blog_id>/address", methods=["GET", "POST"])
@with_blog
def change(blog: Blog) -> Answer:
    form = AddressForm(name=blog.slug)
    known = {"blog": blog, "owner": blog.role_of(current.writer) == OWNER}
    if not form.validate_on_submit():
        page = render_template(_PAGE, form=form, **known)
        return page, 422 if form.is_submitted() else 200
    before = blog.slug
    try:
        blog.move(form.name.data, by=current.writer)
    except Invalid as refusal:
        return refused(_PAGE, refusal, form=form, **known)
    if blog.slug != before:
        flash(_("The blog has moved. Its old address leads to the new one, now and later."))
    return redirect(urls.blog_address(blog))
