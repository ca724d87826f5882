"""What lies before somebody who writes: the blogs, what changed last, the trash."""

from __future__ import annotations

from dataclasses import dataclass

from blogsite.models.blog import Blog
from blogsite.models.post import Post
from blogsite.models.user import User


@dataclass(frozen=True, kw_only=True)
class Desk:
    """One person's blogs and posts."""

    blogs: list[Blog]
    posts: list[Post]
    trashed_posts: list[Post]

    @classmethod
    def of(cls, user: User) -> Desk:
        """Everything on a person's desk, in four queries however much there is."""
        blogs = {blog.id: blog for blog in Blog.of(user)}
        posts = Post.last_changed(blog_ids=list(blogs))
        trashed = Post.last_changed(blog_ids=list(blogs), trashed=True)
        Blog.attach([*posts, *trashed], blogs)
        return cls(blogs=list(blogs.values()), posts=posts, trashed_posts=trashed)
