"""A post as a file of Markdown: what is known about it in front, then what was written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Protocol

from blogsite import urls
from blogsite.presenters import feeds

# Characters of JSON that YAML takes for the end of a line, or for nothing.
_ESCAPED = {ord(one): f"\\u{ord(one):04x}" for one in "\u2028\u2029\ufeff"}


class PublicPost(feeds.PublicPost, Protocol):
    """What its twin says of a post."""

    source: str


def document(facts: Mapping[str, Any], source: str) -> str:
    """A file with front matter.

    Arguments:
        facts: names to words, numbers, moments or lists; what is None or empty is left out.
        source: Markdown.

    Returns:
        YAML between two lines of hyphens, each value written as JSON, which YAML reads too.
    """
    return "\n".join(["---", *_lines(facts), "---", "", source])


def twin(post: PublicPost) -> str:
    """A public post as its readers may have it: what its page says, and nothing else of it."""
    facts = {
        "title": post.title,
        "author": post.author_name,
        "blog": post.blog.title,
        "url": urls.absolute(urls.post(post)),
        "canonical_url": post.canonical_url,
        "published_at": post.publication.at if post.publication else None,
        "updated_at": post.updated_at,
        "language": post.written_in,
        "tags": post.tags,
        "summary": post.description,
    }
    return document(facts, post.source)


def _lines(facts: Mapping[str, Any]) -> Iterator[str]:
    for name, fact in facts.items():
        if fact not in (None, "", []):
            written = json.dumps(_plain(fact), ensure_ascii=False)
            yield f"{name}: {written.translate(_ESCAPED)}"


def _plain(fact: Any) -> Any:
    return fact.isoformat() if isinstance(fact, datetime) else fact
