"""What refers to something that is not there any more: it should never be found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from blogsite.database import Document
from blogsite.models.blog import Blog
from blogsite.models.identity import Identity
from blogsite.models.membership import OWNER, Membership
from blogsite.models.picture import Picture
from blogsite.models.post import Post
from blogsite.models.revision import Revision
from blogsite.models.session import Session
from blogsite.models.tombstone import Tombstone
from blogsite.models.user import User

REFERENCES: Mapping[type[Document], Mapping[str, type[Document]]] = {
    Post: {"blog_id": Blog, "author_id": User},
    Revision: {"blog_id": Blog, "post_id": Post, "author_id": User},
    Picture: {"blog_id": Blog, "user_id": User},
    Membership: {"blog_id": Blog, "user_id": User},
    Session: {"user_id": User},
    Identity: {"user_id": User},
}
"""Which noun holds the id of which other one, and in which field."""

_PAGE = 1000

Stored = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Orphan:
    """A document whose parent is missing."""

    collection: str
    id: Any
    lacks: str


def document_count() -> int:
    """How many documents `orphans` looks at, or nearly so."""
    nouns: list[type[Document]] = [*REFERENCES, Blog]
    return sum(noun.collection().estimated_document_count() for noun in nouns)


def orphans(advance: Callable[[int], None]) -> Iterator[Orphan]:
    """Look at every document that belongs to another one, a page at a time.

    Arguments:
        advance: is told how many were just looked at.
    """
    for noun, parents in REFERENCES.items():
        for page in _pages(noun, fields=list(parents)):
            for field, parent in parents.items():
                yield from _without_parent(noun, page, field=field, parent=parent)
            advance(len(page))
    for page in _pages(Blog, fields=["removal"]):
        yield from _without_owner(page)
        advance(len(page))


def _pages(noun: type[Document], *, fields: Sequence[str]) -> Iterator[list[Stored]]:
    stream = noun.stream({}, fields=fields, page=_PAGE)
    while page := list(islice(stream, _PAGE)):
        yield page


def _without_parent(
    noun: type[Document], page: Sequence[Stored], *, field: str, parent: type[Document]
) -> Iterator[Orphan]:
    wanted = {one.get(field) for one in page}
    there = _ids(parent, {"_id": {"$in": list(wanted)}})
    if parent is User:
        # What a former author wrote in the blogs of others stays.
        there |= _ids(Tombstone, {"_id": {"$in": list(wanted - there)}})
    lacks = f"{parent.__name__.lower()} ({field})"
    for one in page:
        # Deleted together with its parent meanwhile, it is no orphan.
        if one.get(field) not in there and noun.find({"_id": one["_id"]}):
            yield Orphan(collection=noun.collection_name, id=one["_id"], lacks=lacks)


def _without_owner(page: Sequence[Stored]) -> Iterator[Orphan]:
    query = {"blog_id": {"$in": [one["_id"] for one in page]}, "role": OWNER}
    owned = {one["blog_id"] for one in Membership.collection().find(query, {"blog_id": 1})}
    for one in page:
        if one["_id"] not in owned and one.get("removal") is None:
            yield Orphan(collection=Blog.collection_name, id=one["_id"], lacks="owner")


def _ids(noun: type[Document], query: Mapping[str, Any]) -> set[Any]:
    return {one["_id"] for one in noun.collection().find(query, {"_id": 1})}
