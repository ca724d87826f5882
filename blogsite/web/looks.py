"""The looks of a blog on its pages: custom properties inside, its own CSS in a file beside them."""

from __future__ import annotations

from flask import Flask
from markupsafe import Markup

from blogsite import urls
from blogsite.models import Blog
from blogsite.web.styles import inline_style


def init_app(app: Flask) -> None:
    """Let templates ask for them."""
    app.context_processor(lambda: {"own_style": own_style})


def own_style(blog: Blog) -> Markup:
    """What stands at the end of the head of a blog's page, after all that the site says."""
    written = inline_style(blog.look.css())
    if blog.style:
        written += Markup('<link rel="stylesheet" href="%s">') % urls.blog_style(blog, blog.style)
    return written
