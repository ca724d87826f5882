"""The posts of a blog as a table, and what is done to many of them at once."""

from __future__ import annotations

from functools import partial

from bson import ObjectId
from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue as Answer

from blogsite import urls
from blogsite.forms import BulkForm
from blogsite.models import Blog, BulkAction
from blogsite.models.errors import Invalid
from blogsite.models.listing import Window
from blogsite.models.post import Filters, Post
from blogsite.web import pages
from blogsite.web.current import current
from blogsite.web.scopes import with_blog

table = Blueprint("table", __name__)


@table.get("/blogs/<object_id:blog_id>/posts")
@with_blog
def show(blog: Blog) -> Answer:
    return _page(blog, BulkForm(formdata=None), outcome=_outcome(blog))


@table.route("/blogs/<object_id:blog_id>/posts/bulk", methods=["GET", "POST"])
@with_blog
def act(blog: Blog) -> Answer:
    if request.method == "GET":
        return redirect(urls.table(blog, **_asked()))
    form = BulkForm()
    if form.validate_on_submit():
        try:
            outcome = _act(blog, form)
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            return redirect(urls.table(blog, **_asked(), done=str(outcome.id)))
    return _page(blog, form), 422


def _act(blog: Blog, form: BulkForm) -> BulkAction:
    post_ids, onward = form.chosen, None
    if form.undone:
        earlier = BulkAction.of(current.writer, blog=blog, action_id=form.undone)
        post_ids = earlier.done if earlier else []
    elif form.all.data:
        rest = Window(before=form.onward.data or None)
        post_ids, onward = Post.all_in_table(_filters(), blog_id=blog.id, window=rest)
    return BulkAction.perform(
        form.action.data or "",
        blog=blog,
        post_ids=post_ids,
        by=current.writer,
        tags=form.tags.tags,
        onward=onward,
    )


def _page(blog: Blog, form: BulkForm, *, outcome: BulkAction | None = None) -> str:
    filters = _filters()
    # What was done is said in place of how many there are: each costs a question.
    page = blog.table(filters, window=pages.wanted(), counted=outcome is None)
    address = partial(urls.table, blog, **filters.given)
    return render_template(
        "table/show.html",
        blog=blog,
        form=form,
        filters=filters,
        page=page,
        outcome=outcome,
        asked=_asked(),
        **pages.beside(page, address),
    )


def _filters() -> Filters:
    return Filters.of(request.args)


def _asked() -> dict[str, str]:
    """The filters and the page of the address, as they lead back to the table."""
    page = {name: request.args[name] for name in ("before", "after") if name in request.args}
    return {**_filters().given, **page}


def _outcome(blog: Blog) -> BulkAction | None:
    done = request.args.get("done", "")
    if not ObjectId.is_valid(done):
        return None
    return BulkAction.of(current.writer, blog=blog, action_id=ObjectId(done))
