"""Who may ask, and about what: each view has exactly one of these decorators."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from bson import ObjectId
from flask import abort, current_app, redirect, request
from flask.typing import ResponseReturnValue as Answer

from blogsite import urls
from blogsite.models import Blog, Post
from blogsite.models.errors import Forbidden, NotFound
from blogsite.web.current import current
from blogsite.web.keeping import SignedOut, written
from blogsite.web.leaving import open_to_leaving
from blogsite.web.loopback import kept_mail_readable
from blogsite.web.returning import here
from blogsite.web.scripted import asked_by_script

View = Callable[..., Answer]


def shown(view: View) -> View:
    """Everybody, and the page is the same for every reader without a session."""
    return _scoped(view, "shown")


def anyone(view: View) -> View:
    """Everybody, but the page is for this one visitor: a form, an answer to a form."""
    return _scoped(view, "anyone")


def machine(view: View) -> View:
    """Programs; no session is looked at."""
    return _scoped(view, "machine")


def signed_in(view: View) -> View:
    """Whoever is signed in; the others are led to the sign-in page and back."""

    @wraps(view)
    def guarded(**values: Any) -> Answer:
        return _elsewhere(view) or view(**values)

    return _scoped(guarded, "signed_in")


def freshly_signed_in(view: View) -> View:
    """Whoever has just proved to be there, for what opens or ends an account."""

    @wraps(view)
    def guarded(**values: Any) -> Answer:
        if led := _elsewhere(view):
            return led
        if not current.session.fresh:
            return redirect(urls.confirmation(then=here() or urls.security()))
        return view(**values)

    return _scoped(guarded, "freshly_signed_in")


def with_blog(view: View) -> View:
    """Members of the blog whose id is in the address; the view gets the `blog`."""

    @wraps(view)
    def guarded(blog_id: ObjectId, **values: Any) -> Answer:
        if led := _elsewhere(view):
            return led
        blog = Blog.get(blog_id)
        if not blog.editable_by(current.user):
            raise Forbidden
        return view(blog=blog, **values)

    return _scoped(guarded, "with_blog")


def with_post(view: View) -> View:
    """Members of the blog of the post whose id is in the address; the view gets the `post`."""

    @wraps(view)
    def guarded(post_id: ObjectId, **values: Any) -> Answer:
        if led := _elsewhere(view):
            return led
        post = Post.get(post_id)
        if not post.editable_by(current.user):
            raise Forbidden if post.published else NotFound
        post.loaded_blog = Blog.get(post.blog_id)
        return view(post=post, **values)

    return _scoped(guarded, "with_post")


def on_this_machine(view: View) -> View:
    """The person at this machine, while letters are kept; for others there is no such page."""

    @wraps(view)
    def guarded(**values: Any) -> Answer:
        if not kept_mail_readable(request, current_app.config["SETTINGS"]):
            abort(404)
        return view(**values)

    return _scoped(guarded, "on_this_machine")


def _scoped(view: View, scope: str) -> View:
    # Read by the headers (may this page be kept?) and by the house rules.
    view.scope = scope  # type: ignore[attr-defined]
    return view


def _elsewhere(view: View) -> Answer | None:
    """Where somebody has to go first: to sign in, or to keep the account that is being deleted."""
    if current.user is None and asked_by_script():
        abort(401)
    if current.user is None:
        return _to_login()
    if current.user.leaving and not open_to_leaving(view):
        if asked_by_script():
            abort(403)
        return redirect(urls.deletion_withdrawal())
    return None


def _to_login() -> Answer:
    if written():
        raise SignedOut
    return redirect(urls.login(then=here()))
