"""Where the site holds something about a person: what a copy contains, and a deletion removes.

A house test finds every collection that names a person and is missing here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from blogsite.database import collection


@dataclass(frozen=True, kw_only=True)
class Holding:
    """One collection.

    Arguments:
        told: the fields that a copy shows; keys, hashes and secrets are never among them.
        by: the field that holds the person's id.
        goes: whether it goes with the account.
    """

    told: Sequence[str]
    by: str = "user_id"
    goes: bool = True


HOLDINGS: Mapping[str, Holding] = {
    "sessions": Holding(
        told=("user_agent", "place", "created_at", "seen_at", "authenticated_at", "expires_at")
    ),
    "security_events": Holding(told=("at", "kind", "about", "user_agent", "place", "expires_at")),
    "tickets": Holding(told=("purpose", "details", "created_at", "expires_at")),
    "passkeys": Holding(told=("name", "created_at", "used_at", "copied_at", "backed_up")),
    "authenticators": Holding(told=("confirmed_at",), by="_id"),
    "identities": Holding(told=("provider", "issuer", "subject", "email", "created_at", "used_at")),
    "memberships": Holding(told=("blog_id", "role", "created_at")),
    "kept_forms": Holding(told=("blog_id", "post_id", "written", "at", "expires_at")),
    "bulk_actions": Holding(told=("blog_id", "action", "tags", "done", "left", "at", "expires_at")),
    "autosaves": Holding(told=("blog_id", "post_id", "written", "user_agent", "at", "expires_at")),
    "handles": Holding(told=("_id", "created_at"), goes=False),
    "avatars": Holding(told=("digest", "changed_at"), by="_id"),
}

ELSEWHERE: Mapping[str, str] = {
    "posts": "a copy has each as a file; they go with their blogs, or stay without a name",
    "revisions": "are earlier versions of posts, and go with these or stay without a name",
    "search_entries": "are the words of posts, and go with these",
    "preview_links": "lead to posts for whoever has them, and go with these or when revoked",
    "pictures": "a copy has each as a file; they go with their blogs, or stay without a name",
    "registrations": "is gone within two days, and may be of somebody else who typed the address",
}
"""Collections that name a person and are seen to elsewhere, and how."""


def told(user_id: Any, name: str) -> Iterator[dict[str, Any]]:
    """What one collection holds about somebody, fit to be shown, piece by piece."""
    holding = HOLDINGS[name]
    shown = {"_id": 0, **dict.fromkeys(holding.told, 1)}
    yield from collection(name).find({holding.by: user_id}, shown)


def forget(user_id: Any) -> None:
    """Remove what goes with an account; harmless when repeated."""
    for name, holding in HOLDINGS.items():
        if holding.goes:
            collection(name).delete_many({holding.by: user_id})
