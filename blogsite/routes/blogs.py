"""Blogs: mine, somebody's, a new one, and the page of each."""

from __future__ import annotations

from functools import partial

from bson import ObjectId
from flask import Blueprint, Response, flash, redirect, render_template
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _

from blogsite import urls
from blogsite.forms import BlogForm
from blogsite.models import Blog, Desk, User
from blogsite.models.errors import Invalid
from blogsite.presenters import atom
from blogsite.web import pages
from blogsite.web.current import current
from blogsite.web.scopes import shown, signed_in

blogs = Blueprint("blogs", __name__)


@blogs.get("/blogs")
@signed_in
def index() -> Answer:
    desk = Desk.of(current.writer, window=pages.wanted())
    return render_template(
        "blogs/index.html",
        blogs=desk.blogs,
        posts=desk.page.posts,
        trashed_posts=desk.trashed_posts,
        **pages.beside(desk.page, urls.blogs),
    )


@blogs.get("/blogs/<object_id:user_id>")
@shown
def of_user(user_id: ObjectId) -> Answer:
    user = User.get(user_id)
    return render_template("blogs/of_user.html", user=user, blogs=Blog.of(user))


@blogs.route("/blogs/new", methods=["GET", "POST"])
@signed_in
def new() -> Answer:
    form = BlogForm()
    if form.validate_on_submit():
        try:
            Blog.create(
                title=form.title.data, description=form.description.data or "", by=current.writer
            )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            flash(_("Your blog is ready. What will the first post be about?"))
            return redirect(urls.blogs())
    return render_template("blogs/new.html", form=form), 422 if form.is_submitted() else 200


@blogs.get("/@<blog_slug>/")
@shown
def show(blog_slug: str) -> Answer:
    blog = Blog.by_slug(blog_slug)
    page = blog.posts(visible_to=None, window=pages.wanted())
    member = blog.editable_by(current.user)
    return render_template(
        "blogs/show.html",
        blog=blog,
        posts=page.posts,
        **pages.beside(page, partial(urls.blog, blog)),
        member=member,
        drafts=blog.drafts() if member else [],
    )


@blogs.get("/@<blog_slug>/feed.xml")
@shown
def feed(blog_slug: str) -> Answer:
    blog = Blog.by_slug(blog_slug)
    return Response(atom.feed(blog, blog.feed()), mimetype="application/atom+xml")
