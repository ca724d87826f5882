"""The menu of a blog and the line at its foot, for its members."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _

from blogsite import urls
from blogsite.forms import MenuForm
from blogsite.models import Blog
from blogsite.models.errors import Conflict, Invalid
from blogsite.models.menu import Menu
from blogsite.web.current import current
from blogsite.web.scopes import with_blog

menus = Blueprint("menus", __name__)


@menus.route("/blogs/<object_id:blog_id>/menu", methods=["GET", "POST"])
@with_blog
def show(blog: Blog) -> Answer:
    menu = Menu(blog)
    form = MenuForm.of(menu)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            menu.arrange(form.wish, by=current.writer)
        except Conflict as refusal:
            form.refuse(refusal)
            form.seen.data, status = menu.mark, 409
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            flash(_("Saved. Your readers see it now."))
            return redirect(urls.menu(blog))
    return render_template("menus/show.html", blog=blog, menu=menu, form=form), status
