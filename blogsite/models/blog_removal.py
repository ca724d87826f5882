"""Deleting a blog: its addresses are closed at once, what stood there is erased afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from blogsite.database import atomic
from blogsite.jobs import job, later
from blogsite.lib import clock
from blogsite.models import signals
from blogsite.models.autosave import Autosave
from blogsite.models.blog import Blog
from blogsite.models.blog_picture import BlogPicture
from blogsite.models.blog_style import BlogStyle
from blogsite.models.bulk_action import BulkAction
from blogsite.models.errors import Forbidden, NotFound
from blogsite.models.kept_form import KeptForm
from blogsite.models.membership import OWNER, Membership
from blogsite.models.picture import Picture
from blogsite.models.post import Post
from blogsite.models.post.fields import Removal
from blogsite.models.redirect.noun import Redirect
from blogsite.models.social_picture import SocialPicture
from blogsite.models.user import User

ONCE_MORE = timedelta(hours=1)
"""Then whoever was saving a post while the blog was closed has long finished."""


@atomic
def remove(blog: Blog, *, by: User) -> None:
    """Delete a blog for good; harmless when it is deleted.

    Its document stays, without its words, and keeps its name from others: the blog and all that
    was public in it answer 410 from this one write on.

    Raises:
        Forbidden: by somebody who does not own it.
        NotFound: it is gone without a trace.
    """
    if not blog.refresh():
        raise NotFound
    if blog.removed:
        return
    if blog.role_of(by) != OWNER:
        raise Forbidden
    removal = Removal(at=clock.now(), by=by.id)
    words: dict[str, Any] = {
        "title": "",
        "description": "",
        "menu": [],
        "series": [],
        "picture": None,
        "years": {},
        "links": [],
        "foot": "",
        "foot_html": "",
        "appearance": None,
    }
    blog.update({**words, "removal": removal}, expecting={"removal": None})
    _dismiss(blog)
    later("blog-purge", blog_id=blog.id)
    later("blog-purge", run_at=removal.at + ONCE_MORE, blog_id=blog.id)
    signals.tell(signals.blog_removed, blog, by=by)


@job("blog-purge")
def purge(blog_id: Any) -> None:
    """Erase what is left of a deleted blog.

    Arguments:
        blog_id: which one.
    """
    blog = Blog.find({"_id": blog_id})
    if blog is None or blog.removal is None:
        return
    _tidy(blog)
    KeptForm.collection().delete_many({"blog_id": blog_id})
    BulkAction.collection().delete_many({"blog_id": blog_id})
    Autosave.forget(blog_id=blog_id)
    Post.purge(blog_id, removal=blog.removal)
    Picture.purge(blog_id)


@atomic
def _tidy(blog: Blog) -> None:
    # Whoever was saving a page or a part meanwhile has written its title here again.
    blog.update({"menu": [], "series": []}, expecting={})
    _dismiss(blog)


def _dismiss(blog: Blog) -> None:
    Membership.collection().delete_many({"blog_id": blog.id})
    Redirect.forget(blog.id)
    BlogPicture.collection().delete_one({"_id": blog.id})
    SocialPicture.forget_blog(blog.id)
    BlogStyle.collection().delete_one({"_id": blog.id})
