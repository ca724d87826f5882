"""Blogs: mine, somebody's, a new one, the page of each and its drafts."""

from __future__ import annotations

from functools import partial

from bson import ObjectId
from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _

from blogsite import urls
from blogsite.forms import BlogForm
from blogsite.models import Blog, Desk, Post, User, readers
from blogsite.models.errors import Invalid
from blogsite.presenters import cards
from blogsite.web import keeping, pages
from blogsite.web.current import current
from blogsite.web.languages import blog_at, spoken
from blogsite.web.page_cache import cached, shows
from blogsite.web.scopes import shown, signed_in, with_blog

blogs = Blueprint("blogs", __name__)


@blogs.get("/blogs")
@signed_in
def index() -> Answer:
    desk = Desk(current.writer)
    page = desk.blogs(window=pages.wanted())
    return render_template(
        "blogs/index.html",
        blogs=page.found,
        **pages.beside(page, urls.blogs),
        recent=None if page.newer else desk.posts(),
    )


@blogs.get("/blogs/<object_id:user_id>")
@cached(*pages.KEYS)
@shown
def of_user(user_id: ObjectId) -> Answer:
    user = User.get(user_id)
    page = Blog.of(user, window=pages.wanted())
    shows(readers.of_user(user.id), *map(readers.of_blog, page.found))
    beside = pages.beside(page, partial(urls.blogs_of, user))
    return render_template("blogs/of_user.html", user=user, blogs=page.found, **beside)


@blogs.get("/blogs/<object_id:blog_id>/drafts")
@with_blog
def drafts(blog: Blog) -> Answer:
    page = blog.drafts(window=pages.wanted())
    beside = pages.beside(page, partial(urls.drafts, blog))
    kept = keeping.listed(blog)
    besides = keeping.marks(kept)
    begun = Desk(current.writer).beginnings(blog, besides=besides) if pages.first() else ()
    waiting = {"kept": kept, "unsaved": begun}
    return render_template("desk/drafts.html", blog=blog, page=page, **waiting, **beside)


@blogs.get("/blogs/<object_id:blog_id>/scheduled")
@with_blog
def scheduled(blog: Blog) -> Answer:
    page = blog.scheduled(window=pages.wanted())
    beside = pages.beside(page, partial(urls.scheduled, blog))
    return render_template("desk/scheduled.html", blog=blog, page=page, **beside)


@blogs.route("/blogs/new", methods=["GET", "POST"])
@signed_in
def new() -> Answer:
    form = BlogForm(language=spoken())
    if form.validate_on_submit():
        try:
            Blog.create(
                title=form.title.data,
                description=form.description.data or "",
                language=form.language.data or "",
                by=current.writer,
            )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            flash(_("Your blog is ready. What will the first post be about?"))
            return redirect(urls.blogs())
    return render_template("blogs/new.html", form=form), 422 if form.is_submitted() else 200


@blogs.get("/@<blog_slug>/")
@cached(*pages.KEYS)
@shown
def show(blog_slug: str) -> Answer:
    blog = blog_at(blog_slug)
    page = blog.front(window=pages.wanted())
    authors = readers.of_authors([*page.pinned, *page.posts])
    shows(readers.of_blog(blog), *authors, until=partial(Post.next_due, blog_id=blog.id))
    member = blog.editable_by(current.user)
    return render_template(
        "blogs/show.html",
        blog=blog,
        posts=page.posts,
        pinned=page.pinned,
        topics=page.topics,
        **pages.beside(page, partial(urls.blog, blog)),
        member=member,
        card=cards.of_blog(blog),
        unpublished=blog.unpublished() if member else (),
    )
