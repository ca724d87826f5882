"""How addresses are made: paths of our own, whole links, files that may be kept for good."""

from __future__ import annotations

import hashlib
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Protocol

from flask import current_app, g
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map


class Named(Protocol):
    """Whatever has an id."""

    id: Any


class NamedBlog(Named, Protocol):
    """What an address needs to know of a blog."""

    slug: str


class NamedPost(Named, Protocol):
    """What an address needs to know of a post."""

    slug: str

    @property
    def blog(self) -> NamedBlog: ...


def path(endpoint: str, **values: Any) -> str:
    given = tuple([(name, value) for name, value in values.items() if value is not None])
    return _built(current_app.url_map, endpoint, given)


@lru_cache(maxsize=4096)
def _built(addresses: Map, endpoint: str, given: tuple[tuple[str, Any], ...]) -> str:
    # Those of a page are mostly those of the page before.
    return addresses.bind("").build(endpoint, dict(given))


def endpoint(path: str) -> str | None:
    """What answers a GET of that path, or None; the path as it is before it is escaped."""
    try:
        return str(current_app.url_map.bind("").match(path, method="GET")[0])
    except HTTPException:
        return None


def absolute(path: str) -> str:
    """A whole link, built from `BASE_URL` and never from what a request claims its host to be."""
    base_url = g.get("base_url") or current_app.config["SETTINGS"].base_url
    return f"{base_url}{path}"


def static(name: str) -> str:
    """A file of ours; its address changes when it changes, so browsers may keep it for good."""
    return path("static", filename=name, v=_version(str(current_app.static_folder), name))


@cache
def _version(folder: str, name: str) -> str:
    path = Path(folder) / name
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else ""
