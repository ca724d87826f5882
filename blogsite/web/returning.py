"""Where somebody goes on after an interruption: a page of this site, and nowhere else."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException


def local(path: str | None) -> str | None:
    """The path, if it leads to a page of this site and nowhere else."""
    if not path or not path.startswith("/") or path.startswith(("//", "/\\")):
        return None
    try:
        parts = urlsplit(path)
    except ValueError:
        return None
    plain = path.isprintable() and "\\" not in path
    here = plain and not parts.scheme and not parts.netloc
    return path if here and _is_page(parts.path) else None


def here() -> str | None:
    """The page that was asked for; for a form, the page of the same address, if there is one."""
    path = request.full_path.rstrip("?")
    return path if request.method == "GET" else local(path)


def _is_page(path: str) -> bool:
    try:
        current_app.url_map.bind("").match(path, method="GET")
    except HTTPException:
        return False
    return True
