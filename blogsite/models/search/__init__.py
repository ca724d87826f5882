"""A search by readers: through a blog, or through all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pymongo
from pymongo.errors import PyMongoError

from blogsite.lib import terms
from blogsite.lib.terms import Piece
from blogsite.models.blog import Blog
from blogsite.models.handle import Handle
from blogsite.models.listing import PAGE_LENGTH
from blogsite.models.post import Post
from blogsite.models.post.lists import IN_A_ROW, NO_TEXT
from blogsite.models.search.asked import LONGEST, Asked, Wanted
from blogsite.models.search.walking import Found, Place, Walk
from blogsite.models.search_entry import AUTHOR, SearchWord
from blogsite.models.user import User

LONGEST_TIME = 1.0
"""Seconds that the database may take for one page."""
_MOST_BEGINNINGS = 30
"""Terms that a last word may go on to; those of short words come first."""
_MOST_NAMESAKES = 20


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A post that was found, with what was looked for marked."""

    post: Post
    title: Sequence[Piece]
    excerpt: Sequence[Piece]


@dataclass(frozen=True, kw_only=True)
class Search:
    """One page of what was found.

    Arguments:
        hits: the posts.
        older: the key of the next page, if there is one.
        unfinished: older posts were not looked into yet.
        too_slow: the database was stopped looking.
    """

    hits: Sequence[Hit] = ()
    older: str | None = None
    unfinished: bool = False
    too_slow: bool = False

    newer: None = None

    @classmethod
    def through(cls, asked: Asked, *, blog: Blog | None = None, key: str | None = None) -> Search:
        """Look for posts; what has all words in title and tags first, then the newest.

        Arguments:
            asked: what for.
            blog: through which one; left out, through all.
            key: of the page; left out, the first.

        Raises:
            NotFound: there is no such page.
        """
        place = Place.of(key)
        if asked.empty:
            return cls()
        try:
            with pymongo.timeout(LONGEST_TIME):
                found = _walk(asked, blog=blog, after=place)
                hits = _hits(found, asked, blog=blog)
        except PyMongoError as error:
            if not error.timeout:
                raise
            return cls(too_slow=True)
        return cls(hits=hits, older=found.onward, unfinished=found.unfinished)


def _walk(asked: Asked, *, blog: Blog | None, after: Place) -> Found:
    candidates = [term for one in asked.wanted for term in (*one.any_of, *one.in_head)]
    known = SearchWord.known({*candidates, *asked.unwanted}, beginning=asked.beginning)
    wanted = [one.known(known.terms) for one in asked.wanted]
    if asked.beginning:
        # The last word is the last that is wanted.
        wanted[-1] = wanted[-1].going_on(known.going_on[:_MOST_BEGINNINGS])
    if all(one.any_of for one in wanted):
        wanted += (Wanted.as_told(f"{AUTHOR}{one}" for one in _called(n)) for n in asked.authors)
    if not all(one.any_of for one in wanted):
        return Found()
    unwanted = tuple(one for one in asked.unwanted if one in known.terms)
    complete = replace(asked, wanted=tuple(wanted), unwanted=unwanted)
    return Walk(asked=complete, blog_id=blog and blog.id, after=after, limit=PAGE_LENGTH).found()


def _called(name: str) -> list[Any]:
    """The ids of people of that name, or whose name begins so; of a handle, of whoever has it."""
    handle = {"_id": name.strip().lstrip("@").lower(), "user_id": {"$ne": None}}
    handles = [{"$match": handle}, {"$project": {"_id": "$user_id"}}]
    people: list[dict[str, Any]] = [
        {"$match": {"name": {"$in": User.names_like(name)}}},
        {"$limit": _MOST_NAMESAKES},
        {"$project": {"_id": 1}},
        {"$unionWith": {"coll": Handle.collection_name, "pipeline": handles}},
    ]
    return [one["_id"] for one in User.collection().aggregate(people)]


def _hits(found: Found, asked: Asked, *, blog: Blog | None) -> list[Hit]:
    if not found.rows:
        return []
    things = _things(found.rows, blog=blog)
    blogs = {one["_id"]: Blog.load(one) for one in things if "description" in one}
    blogs |= {blog.id: blog} if blog else {}
    posts = Post.load_all({**NO_TEXT, **one} for one in things if "version" in one)
    shown = [one for one in posts if one.blog_id in blogs and not blogs[one.blog_id].removed]
    Blog.attach(shown, blogs)
    Post.name_authors(shown, {one["_id"]: one for one in things if "name" in one})
    by_id = {one.id: one for one in shown}
    return [_hit(by_id[row["_id"]], row, asked) for row in found.rows if row["_id"] in by_id]


def _things(rows: Iterable[Mapping[str, Any]], *, blog: Blog | None) -> list[Mapping[str, Any]]:
    """The posts, their authors and their blogs, in one question."""
    posts, authors, blogs = (
        {"_id": {"$in": list({row[name] for row in rows})}}
        for name in ("_id", "author_id", "blog_id")
    )
    byline = [{"$match": authors}, {"$project": {"name": 1, "avatar": 1}}]
    steps: list[dict[str, Any]] = [
        # An entry never says by itself that a post may be shown.
        {"$match": {**Post.listed_query(), **posts}},
        {"$project": dict(IN_A_ROW)},
        {"$unionWith": {"coll": User.collection_name, "pipeline": byline}},
    ]
    if blog is None:
        steps += [{"$unionWith": {"coll": Blog.collection_name, "pipeline": [{"$match": blogs}]}}]
    return list(Post.collection().aggregate(steps, hint="_id_"))


def _hit(post: Post, row: Mapping[str, Any], asked: Asked) -> Hit:
    lines = terms.excerpt(row["shown"], asked.sought, row["language"])
    return Hit(
        post=post,
        title=terms.marked(post.title, asked.sought, row["language"]),
        excerpt=lines or [Piece(post.description, found=False)],
    )


__all__ = ["LONGEST", "Asked", "Hit", "Search"]
