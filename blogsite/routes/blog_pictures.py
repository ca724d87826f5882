"""The picture of a blog: its members' to choose, everybody's to see."""

from __future__ import annotations

from bson import ObjectId
from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge

from blogsite import urls
from blogsite.errors import page as error_page
from blogsite.errors import refused
from blogsite.forms import PictureForm
from blogsite.models import Blog, BlogPicture
from blogsite.models.errors import Invalid, TooOften
from blogsite.web.current import current
from blogsite.web.scopes import machine, with_blog
from blogsite.web.stored_files import portrait
from blogsite.web.uploads import too_much

blog_pictures = Blueprint("blog_pictures", __name__)

_PAGE = "blogs/picture.html"


@blog_pictures.get("/media/blogs/<object_id:blog_id>/<digest>.webp")
@machine
def show(blog_id: ObjectId, digest: str) -> Answer:
    return portrait(BlogPicture.at(blog_id, digest), digest=digest)


@blog_pictures.route("/blogs/<object_id:blog_id>/picture", methods=["GET", "POST"])
@with_blog
def choose(blog: Blog) -> Answer:
    form = PictureForm()
    if not form.validate_on_submit():
        page = render_template(_PAGE, blog=blog, picture=form)
        return page, 422 if form.is_submitted() else 200
    try:
        BlogPicture.choose(form.picture.file, of=blog, by=current.writer)
    except (Invalid, TooOften) as refusal:
        return refused(_PAGE, refusal, form=form, blog=blog, picture=form)
    flash(_("The picture of the blog is changed."))
    return redirect(urls.blog_picture_form(blog))


@blog_pictures.post("/blogs/<object_id:blog_id>/picture/removal")
@with_blog
def remove(blog: Blog) -> Answer:
    BlogPicture.remove(of=blog, by=current.writer)
    flash(_("The picture of the blog is taken away."))
    return redirect(urls.blog_picture_form(blog))


@blog_pictures.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> Answer:
    """Said beside the file, which nobody has read, to whoever may send one."""
    blog = Blog.find({"_id": (request.view_args or {}).get("blog_id")})
    if blog is None or blog.removed or not blog.editable_by(current.user):
        return error_page(413, too_much())
    form = PictureForm(formdata=None)
    form.refuse(Invalid(too_much(), field="picture"))
    return render_template(_PAGE, blog=blog, picture=form), 413
