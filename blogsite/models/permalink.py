"""The address that never changes: by id, of a blog or of a post."""

from __future__ import annotations

from bson import ObjectId

from blogsite import urls
from blogsite.models.blog import Blog
from blogsite.models.errors import Gone, NotFound
from blogsite.models.post import Post
from blogsite.models.user import User


def permalink(thing_id: ObjectId, *, visible_to: User | None) -> str:
    """The readable address of whatever has that id.

    Raises:
        NotFound: nothing has, or the reader is not to know of it.
        Gone: it was public once.
    """
    blog = Blog.find({"_id": thing_id})
    if blog and blog.removed:
        raise Gone
    if blog:
        return urls.blog(blog)
    post = Post.find({"_id": thing_id})
    if post is None:
        raise NotFound
    post.check_visible_to(visible_to)
    post.loaded_blog = Blog.get(post.blog_id)
    return urls.post(post)
