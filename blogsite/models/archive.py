"""A copy of everything that the site holds about a person, to take away."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from datetime import datetime, timedelta
from itertools import islice
from typing import IO, Any

from bson import ObjectId

from blogsite.database import atomic, files
from blogsite.lib import clock, zips
from blogsite.models import holdings
from blogsite.models.avatar import Avatar
from blogsite.models.blog import Blog
from blogsite.models.blog_picture import BlogPicture
from blogsite.models.blog_style import BlogStyle
from blogsite.models.deletion import estates
from blogsite.models.device import Device
from blogsite.models.picture import Picture
from blogsite.models.post import Post
from blogsite.models.redirect.noun import Redirect
from blogsite.models.security_event import SecurityEvent
from blogsite.models.throttle import Rate
from blogsite.models.user import User
from blogsite.presenters import markdown

COPIES = Rate("copies of an account", 5, timedelta(hours=1))

_AT_ONCE = 25  # posts, each of up to 1 MiB twice

_TOLD_OF_PICTURES = ("blog_id", "label", "alt", "width", "height", "uploaded_at")

File = tuple[str, str | bytes | zips.Readable]


def copy(user: User, *, device: Device) -> IO[bytes]:
    """A ZIP archive of JSON and Markdown; handing it out is written down, and told by letter.

    Raises:
        TooOften: there were several lately.
    """
    COPIES.of(user.id).take()
    with ExitStack() as closed_if_it_fails:
        archive = closed_if_it_fails.enter_context(zips.zipped(_files(user)))
        _record(user, device)
        closed_if_it_fails.pop_all()
    return archive


@atomic
def _record(user: User, device: Device) -> None:
    SecurityEvent.record("data-downloaded", user, device=device)


def _files(user: User) -> Iterator[File]:
    yield "account.json", _json(_account(user))
    for name in holdings.HOLDINGS:
        yield f"{name.replace('_', '-')}.json", _json(list(holdings.told(user.id, name)))
    if user.avatar:
        yield "avatar.webp", Avatar.at(user.id, user.avatar)
    owned = {estate.blog.id: estate.blog for estate in estates(user)}
    for blog in owned.values():
        yield f"blogs/{blog.slug}/blog.json", _json(_blog(blog))
        if blog.picture:
            yield f"blogs/{blog.slug}/picture.webp", BlogPicture.at(blog.id, blog.picture)
        if css := BlogStyle.of(blog).source:
            yield f"blogs/{blog.slug}/style.css", css
        yield from _written(f"blogs/{blog.slug}", _posts_in(blog), {blog.id: blog})
        yield from _shown(f"blogs/{blog.slug}/pictures", {"blog_id": blog.id})
    for few in _some(_posts_by(user, besides=owned)):
        blogs = Blog.by_ids(list({post.blog_id for post in few}))
        for blog in blogs.values():
            own = [post for post in few if post.blog_id == blog.id]
            yield from _written(f"blogs-of-others/{blog.slug}", own, blogs)
    yield from _shown("pictures-in-blogs-of-others", {"user_id": user.id}, besides=owned)


def _shown(folder: str, query: Mapping[str, Any], *, besides: Iterable[Any] = ()) -> Iterator[File]:
    """The pictures that a query finds, as they were sent, and what is said of them."""
    told = []
    for stored in Picture.stream(query, page=_AT_ONCE):
        picture = Picture.load(stored)
        content = None if picture.blog_id in besides else files.find(picture.original)
        if content is not None:
            name = f"{picture.id}-{picture.file_name}"
            told.append({"file": name, **{one: stored[one] for one in _TOLD_OF_PICTURES}})
            yield f"{folder}/{name}", content
    if told:
        yield f"{folder}.json", _json(told)


def _account(user: User) -> dict[str, Any]:
    return {
        "id": user.id,
        "email": user.email,
        "name": user.name,
        "handle": user.handle,
        "bio": user.bio,
        "time_zone": user.time_zone,
        "language": user.language,
        "created_at": user.created_at,
        "administrator_since": user.administrator_since,
        "has_password": user.password_hash is not None,
        "ways_changed_at": user.ways_changed_at,
        "signed_in_at": user.signed_in_at,
        "suspended_at": user.suspension.at if user.suspension else None,
        "suspension_reason": user.suspension.reason if user.suspension else None,
        "deletion": dict(user.deletion.__dict__) if user.deletion else None,
        "copied_at": clock.now(),
    }


def _blog(blog: Blog) -> dict[str, Any]:
    return {
        "id": blog.id,
        "slug": blog.slug,
        "old_slugs": blog.old_slugs,
        "redirects": [{"path": one.path, **one.aim} for one in Redirect.of_blog(blog.id)],
        "title": blog.title,
        "description": blog.description,
        "links": blog.links,
        "foot": blog.foot,
        "language": blog.language,
        "time_zone": blog.time_zone,
        "appearance": dict(blog.appearance.__dict__) if blog.appearance else None,
        "created_at": blog.created_at,
    }


def _posts_in(blog: Blog) -> Iterator[Post]:
    after = ""
    while True:
        query = {"blog_id": blog.id, "slug": {"$gt": after}}
        found = Post.collection().find(query, {"html": 0}).sort([("blog_id", 1), ("slug", 1)])
        some = list(found.limit(_AT_ONCE))
        yield from (Post.load({**one, "html": ""}) for one in some)
        if len(some) < _AT_ONCE:
            return
        after = some[-1]["slug"]


def _posts_by(user: User, *, besides: Iterable[Any]) -> Iterator[Post]:
    for stored in Post.stream({"author_id": user.id}, page=_AT_ONCE):
        if stored["blog_id"] not in besides:
            yield Post.load(stored)


def _written(folder: str, posts: Iterable[Post], blogs: Mapping[Any, Blog]) -> Iterator[File]:
    for few in _some(posts):
        names = User.bylines(post.author_id for post in few)
        for post in few:
            if post.removal is None:
                author = names[post.author_id].name if post.author_id in names else None
                facts = _facts(post, author=author, blog=blogs[post.blog_id].title)
                yield f"{folder}/{post.slug}.md", markdown.document(facts, post.source)


def _facts(post: Post, *, author: str | None, blog: str) -> dict[str, Any]:
    return {
        "title": post.title,
        "blog": blog,
        "author": author,
        "state": _state(post),
        "visibility": post.visibility,
        "tags": post.tags,
        **_settings(post),
        "slug": post.slug,
        "old_slugs": post.old_slugs,
        "id": str(post.id),
        "published_at": post.publication.at if post.publication else None,
        "public_since": post.public_since,
        "trashed_at": post.trashing.at if post.trashing else None,
        "created_at": post.created_at,
        "updated_at": post.updated_at,
        "amended_at": post.amended_at,
    }


def _settings(post: Post) -> dict[str, Any]:
    told = {name: one for name, one in post.settings.items() if name not in ("author", "date")}
    usual = {"pinned": False, "kind": "post"}
    return {
        **{name: one for name, one in told.items() if usual.get(name, "") != one},
        "dated_at": post.dated_at,
    }


def _state(post: Post) -> str:
    if post.trashed:
        return "trashed"
    if post.draft:
        return "withdrawn" if post.withdrawn else "draft"
    return "published" if post.published else "scheduled"


def _some(posts: Iterable[Post]) -> Iterator[list[Post]]:
    coming = iter(posts)
    while few := list(islice(coming, _AT_ONCE)):
        yield few


def _json(told: Any) -> str:
    return json.dumps(told, indent=2, ensure_ascii=False, default=_plain) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, ObjectId):
        return str(value)
    raise TypeError(type(value))
