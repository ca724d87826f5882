"""What lies before somebody who writes: the blogs, what changed last, the trash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from blogsite.models.blog import Blog
from blogsite.models.listing import NEWEST, Window
from blogsite.models.post import Page, Post
from blogsite.models.user import User


@dataclass(frozen=True, kw_only=True)
class Desk:
    """One person's blogs and posts."""

    blogs: Sequence[Blog]
    page: Page
    trashed_posts: Sequence[Post]

    @classmethod
    def of(cls, user: User, *, window: Window = NEWEST) -> Desk:
        """A person's desk with one page of posts, in four queries however much there is.

        Raises:
            NotFound: the window is bounded by no key.
        """
        blogs = {blog.id: blog for blog in Blog.of(user)}
        page = Post.last_changed(blog_ids=list(blogs), window=window)
        trashed = Post.last_changed(blog_ids=list(blogs), trashed=True).posts
        Blog.attach([*page.posts, *trashed], blogs)
        return cls(blogs=list(blogs.values()), page=page, trashed_posts=trashed)
