"""A link that shows a post to whoever has it, before the post is public."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from bson import ObjectId
from pymongo import IndexModel

from blogsite.database import Document, key_ring
from blogsite.lib import clock, sealing
from blogsite.models.user import User

_SEAL = "preview link"
_BYTES = 24
"""Of chance in a token: 192 bits."""
_NAME = 24
"""Characters of an id."""


@dataclass(kw_only=True, eq=False)
class PreviewLink(Document):
    """One post has one at the most; it lasts until somebody revokes it.

    Its token is found by a hash. To be shown again it is also kept sealed with the site's key, so
    that a stolen copy of the database opens no link.
    """

    collection_name: ClassVar[str] = "preview_links"
    indexes = (
        IndexModel([("digest", 1)], unique=True),
        IndexModel([("post_id", 1)], unique=True),
        IndexModel([("blog_id", 1)]),
    )

    digest: str
    sealed_token: str
    blog_id: Any
    post_id: Any
    user_id: Any
    created_at: datetime = field(default_factory=clock.now)

    @classmethod
    def of(cls, post: Any) -> PreviewLink | None:
        """That of a post."""
        return cls.find({"post_id": post.id})

    @classmethod
    def by_token(cls, token: str) -> PreviewLink | None:
        """The one with that word."""
        return cls.find({"digest": _digest(token)})

    @classmethod
    def by_picture_token(cls, token: str, picture_id: ObjectId) -> PreviewLink | None:
        """The one that gave that word for that picture, and still is."""
        named = token[:_NAME]
        link = cls.find({"_id": ObjectId(named)}) if ObjectId.is_valid(named) else None
        right = link is not None and link.picture_token(picture_id)
        return link if right and hmac.compare_digest(right.encode(), token.encode()) else None

    @classmethod
    def make(cls, post: Any, *, by: User) -> PreviewLink:
        """A new one; the one that a post has stays."""
        token = secrets.token_urlsafe(_BYTES)
        return (
            cls.of(post)
            or cls(
                digest=_digest(token),
                sealed_token=sealing.seal(token, keys=key_ring().keys, purpose=_SEAL),
                blog_id=post.blog_id,
                post_id=post.id,
                user_id=by.id,
            ).insert()
        )

    @classmethod
    def forget(cls, **whose: Any) -> None:
        """Let the links of a `post_id`, or of a whole `blog_id`, lead nowhere any more."""
        cls.collection().delete_many(whose)

    def picture_token(self, picture_id: Any) -> str:
        """A word that shows one picture for as long as this link lasts, and leads no further.

        So whoever passes on the address of a picture passes on that, and not the draft.
        """
        told = hmac.digest(self.digest.encode(), f"picture {picture_id}".encode(), "sha256")
        return f"{self.id}{base64.urlsafe_b64encode(told[:_BYTES]).decode()}"

    @property
    def token(self) -> str | None:
        """The word in the link; None where the key that sealed it is gone for good."""
        ring = key_ring()
        for _again in range(2):
            try:
                return sealing.unseal(self.sealed_token, keys=ring.keys, purpose=_SEAL)
            except sealing.SealRefused:
                ring.look_again()
        return None


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
