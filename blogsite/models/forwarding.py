"""Where an address leads at which nothing is shown: what was moved, or is written otherwise.

Asked only after the address itself has found nothing, so that whatever lives beats what was. One
question to the database, whichever kind of address it is, and one hop: names of blogs, slugs of
posts and redirects are all followed to their end before anybody is sent anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from blogsite import urls
from blogsite.lib import paths
from blogsite.models.blog import Blog
from blogsite.models.blog.moving import by_any_name
from blogsite.models.errors import Gone, NotFound
from blogsite.models.post import Post
from blogsite.models.post.addressing import claimant, claiming
from blogsite.models.post.lists import IN_A_ROW, NO_TEXT
from blogsite.models.post.spelling import LONGEST_TAG
from blogsite.models.redirect.noun import Redirect, key
from blogsite.models.user import User

SOURCE = ".md"
LONGEST = 2000
"""Characters of a path; nothing of ours is longer."""

_OF_POSTS = ("posts.show", "machines.source")
_SERIES = "series.show"


@dataclass(frozen=True, kw_only=True)
class Forward:
    """Where to go on.

    Arguments:
        address: a path of this site, or a whole address elsewhere.
        same: whether what was asked for is there: what the query asked means the same there.
    """

    address: str
    same: bool = False


def forward(path: str, *, visible_to: User | None) -> Forward:
    """Where an address below a blog leads.

    Arguments:
        path: what was asked for, its escapes resolved.
        visible_to: who asks.

    Raises:
        Gone: it was public once.
        NotFound: it leads nowhere, or the reader is not to know where.
    """
    first, *rest = paths.parts(path) or [""]
    name = first.removeprefix("@").lower()
    if not name or name == first.lower() or len(path) > LONGEST:
        raise NotFound
    found = _found(name, rest)
    if found is None:
        raise NotFound
    blog = Blog.load(found)
    if blog.removed:
        raise _once_there(blog, rest, found["claiming"])
    if not rest:
        return Forward(address=urls.blog(blog), same=True)
    return (
        _to_post(blog, rest, found["claiming"], asked=path, visible_to=visible_to)
        or _by_redirect(found["redirects"], blog, visible_to=visible_to)
        or _to_page(blog, rest)
    )


def canonical(blog: Blog, rest: Sequence[str]) -> str | None:
    """The path of a page of the blog that is no post, as addresses write it; None: there is none.

    Arguments:
        blog: whose page.
        rest: what follows the blog's name.
    """
    head, *tail = rest
    # Tags are words as people write them; all other names are ours, and in small letters.
    written = [head.lower(), *(tail if head.lower() == "tags" else (one.lower() for one in tail))]
    parts = [f"@{blog.slug}", *written]
    endpoint = urls.endpoint("/" + "/".join(parts))
    if endpoint is None or endpoint in _OF_POSTS:
        return None
    if head.lower() == "tags" and len("/".join(tail[:-1])) > LONGEST_TAG:
        return None
    if endpoint == _SERIES and written[-1] not in {one["slug"] for one in blog.series}:
        return None
    return paths.joined(parts)


def _found(name: str, rest: Sequence[str]) -> Mapping[str, Any] | None:
    """The blog, the posts that claim the address, and what redirects it, in one question."""
    slug = rest[0].lower().removesuffix(SOURCE) if len(rest) == 1 else ""
    posts = {"from": Post.collection_name, "localField": "_id", "foreignField": "blog_id"}
    by_id = {"from": Post.collection_name, "localField": "post_id", "foreignField": "_id"}
    no_text: list[dict[str, Any]] = [{"$project": IN_A_ROW}]
    redirect = [
        {"$match": {"path": key(rest)}},
        {"$lookup": {**by_id, "pipeline": no_text, "as": "posts"}},
    ]
    redirects = {"from": Redirect.collection_name, "localField": "_id", "foreignField": "blog_id"}
    claims = [{"$match": claiming(slug)}, {"$sort": {"_id": -1}}, *no_text]
    found = Blog.collection().aggregate(
        [
            {"$match": by_any_name(name)},
            {"$limit": 1},
            {"$lookup": {**posts, "pipeline": claims, "as": "claiming"}},
            {"$lookup": {**redirects, "pipeline": redirect, "as": "redirects"}},
        ]
    )
    return next(iter(found), None)


def _loaded(stored: Sequence[Mapping[str, Any]]) -> list[Post]:
    return Post.load_all({**NO_TEXT, **one} for one in stored)


def _once_there(blog: Blog, rest: Sequence[str], claiming: Sequence[Any]) -> Gone | NotFound:
    """What is said below a blog that was deleted."""
    if len(rest) == 1 and (post := claimant(_loaded(claiming), _slug(rest))):
        return Gone() if post.once_public else NotFound()
    return Gone() if not rest or _told(blog, rest) else NotFound()


def _slug(rest: Sequence[str]) -> str:
    return rest[0].lower().removesuffix(SOURCE)


def _to_post(
    blog: Blog, rest: Sequence[str], claiming: Sequence[Any], *, asked: str, visible_to: User | None
) -> Forward | None:
    post = claimant(_loaded(claiming), _slug(rest)) if len(rest) == 1 else None
    # At its own address its page has just said that there is nothing for this reader.
    if post is None or urls.post_at(blog, post.slug) == asked or not _readable(post, visible_to):
        return None
    source = rest[0].lower().endswith(SOURCE)
    return Forward(address=urls.post_at(blog, post.slug) + (SOURCE if source else ""), same=True)


def _readable(post: Post, visible_to: User | None) -> bool:
    try:
        post.check_visible_to(visible_to)
    except NotFound:
        return False
    return True


def _by_redirect(
    found: Sequence[Mapping[str, Any]], blog: Blog, *, visible_to: User | None
) -> Forward | None:
    if not found:
        return None
    redirect = Redirect.load(found[0])
    if redirect.url:
        return Forward(address=redirect.url)
    if redirect.page is not None:
        return Forward(address=at_page(blog, redirect.page))
    posts = _loaded(found[0]["posts"])
    if not posts:
        raise NotFound
    posts[0].check_visible_to(visible_to)
    # Of another blog, where a redirect leads there.
    home = blog if posts[0].blog_id == blog.id else Blog.get(posts[0].blog_id)
    return Forward(address=urls.post_at(home, posts[0].slug))


def at_page(blog: Blog, page: str) -> str:
    """The address of a page of a blog that a redirect leads to."""
    return paths.joined([f"@{blog.slug}", *paths.parts(page)]) if page else urls.blog(blog)


def _to_page(blog: Blog, rest: Sequence[str]) -> Forward:
    address = _told(blog, rest)
    if address is None:
        raise NotFound
    return Forward(address=address, same=True)


def _told(blog: Blog, rest: Sequence[str]) -> str | None:
    """The same as `canonical`, for everybody: the name of a series that drafts alone bear is none.

    Raises:
        NotFound: nobody ever read a part of that series.
    """
    address = canonical(blog, rest)
    if address and rest[0].lower() == "series":
        with suppress(Gone):
            blog.parts_of(rest[1].lower())
    return address
