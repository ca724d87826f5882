"""Previews: a post that is not public, for whoever has its link."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _

from blogsite import urls
from blogsite.models import Blog, Post
from blogsite.models.errors import Invalid
from blogsite.presenters import pictured
from blogsite.web.current import current
from blogsite.web.headers import for_whoever_has_the_link
from blogsite.web.languages import speak_for
from blogsite.web.scopes import anyone, with_post

preview_links = Blueprint("preview_links", __name__)


@preview_links.get("/posts/previews/<token>")
@anyone
def show(token: str) -> Answer:
    post = Blog.shared_post(token)
    speak_for(post.blog)
    if post.published:
        answer = make_response(redirect(urls.post(post)))
    else:
        page = render_template("preview_links/show.html", blog=post.blog, post=post, editable=False)
        answer = make_response(pictured.shared(page, post.picture_tokens()))
    answer.headers.update(for_whoever_has_the_link())
    return answer


@preview_links.post("/posts/<object_id:post_id>/preview-link")
@with_post
def create(post: Post) -> Answer:
    try:
        post.share(by=current.writer)
    except Invalid as refusal:
        flash(str(refusal.sentence), "problem")
    else:
        flash(_("Whoever has the link below can read this post now, and nobody else."))
    return redirect(urls.sharing_block(post))


@preview_links.post("/posts/<object_id:post_id>/preview-link/revocation")
@with_post
def revoke(post: Post) -> Answer:
    post.unshare(by=current.writer)
    flash(_("The link leads nowhere any more."))
    return redirect(urls.sharing_block(post))
