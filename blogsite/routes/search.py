"""Searching one blog, or all of them."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue as Answer

from blogsite import urls
from blogsite.models import Blog
from blogsite.models.errors import Invalid
from blogsite.models.search import LONGEST, Asked, Search
from blogsite.web import pages
from blogsite.web.asking import count_search
from blogsite.web.languages import blog_at
from blogsite.web.scopes import shown

search = Blueprint("search", __name__)


@search.get("/search")
@shown
def site() -> Answer:
    return _page(None)


@search.get("/@<blog_slug>/search")
@shown
def within(blog_slug: str) -> Answer:
    return _page(blog_at(blog_slug))


def _page(blog: Blog | None) -> Answer:
    typed = request.args.get("q", "")
    try:
        asked = Asked.of(typed)
    except Invalid as refusal:
        refused = {"blog": blog, "typed": typed[:LONGEST], "refusal": refusal}
        return render_template("search/show.html", found=Search(), **refused), 422
    if not asked.empty:
        count_search()
    found = Search.through(asked, blog=blog, key=pages.wanted().before)
    address = partial(urls.search, blog, q=asked.text)
    return render_template(
        "search/show.html",
        blog=blog,
        typed=asked.text,
        found=found,
        first=pages.first(),
        older=address(before=found.older) if found.older else None,
        everywhere=urls.search(q=asked.text) if blog and not asked.empty else None,
    )
