"""What readers see of each collection: which pages are over when one of its documents changes.

A page names the generations of what it shows, and is made anew when one of these has ended. A
house test finds every collection that is missing here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from blogsite.database import NOBODY, SITE, Readership
from blogsite.database.files import CHUNKS, FILES
from blogsite.database.readership import declare

SEEN: Mapping[str, Readership] = {
    "posts": Readership(
        by={"blog": "blog_id"},
        also=(SITE,),
        unseen=frozenset({"trashing.until", "pruning_asked_at", "text_version"}),
    ),
    "blogs": Readership(
        by={"blog": "_id"},
        also=(SITE,),
        unseen=frozenset({"paged_at", "pinned_at", "series_joined_at", "redirected_at"}),
    ),
    "memberships": Readership(by={"user": "user_id"}),
    "users": Readership(
        by={"user": "_id"},
        unseen=frozenset(
            {
                *("administrator_since", "password_hash", "signed_in_at", "time_zone"),
                *("language", "first_language"),
                *("ways_changed_at", "email", "email_key", "suspension", "deletion"),
            }
        ),
    ),
}

UNSEEN: Mapping[str, str] = {
    "registrations": "are nobody yet",
    "sessions": "are their owner's",
    "security_events": "are read by the person they happened to",
    "tickets": "are links in letters",
    "spent": "counts links that were used",
    "passkeys": "open accounts",
    "authenticators": "open accounts",
    "identities": "open accounts",
    "throttles": "count who asks too often; no page that is kept may be asked too often",
    "kept_forms": "are shown to who wrote them",
    "autosaves": "are shown to who wrote them",
    "bulk_actions": "are shown to members",
    "revisions": "are shown to members",
    "preview_links": "lead to pages that are never kept",
    "pictures": "stand in the HTML of posts, which is written anew with them",
    "social_pictures": "have addresses of their own, which name what they show",
    "blog_pictures": "have addresses of their own, which their blogs name",
    "blog_styles": "have addresses of their own, which their blogs name",
    "once_public_pictures": "says which pictures may still be had by their addresses",
    FILES: "have addresses of their own, which name their contents",
    CHUNKS: "as the files",
    "avatars": "have addresses of their own, which their users name",
    "handles": "stand in the documents of their users",
    "tombstones": "answer 410, which is never kept",
    "site": "who administers it, and its keys",
    "search_entries": "are read by searches, which are never kept",
    "redirects": "lead on, and what leads on is never kept",
    "search_words": "are read by searches, which are never kept",
    "checks": "is written to see whether anybody may",
    "jobs": "do what they do by the other collections",
}
"""Collections that no kept page shows anything of, and why."""

for _name, _readership in {**SEEN, **dict.fromkeys(UNSEEN, NOBODY)}.items():
    declare(_name, _readership)


WHOLE_SITE = SITE
"""The generation of all public posts and blogs together."""


class _Written(Protocol):
    author_id: Any


def of_blog(blog: Any) -> str:
    """The generation of a blog, its posts, its menu and its series."""
    return f"blog:{blog.id}"


def of_user(user_id: Any) -> str:
    """The generation of what everybody sees of a person: name, picture, words, blogs."""
    return f"user:{user_id}"


def of_authors(posts: Iterable[_Written]) -> set[str]:
    """The generations of those whose names stand beside posts."""
    return {of_user(post.author_id) for post in posts}
