"""One line for each request; what opens an account never stands in it."""

from __future__ import annotations

import logging
import re
import secrets
import time
from functools import lru_cache

from flask import Flask, Response, current_app, g, request
from werkzeug.routing import Map

from blogsite.database import counting

ASKED_BY = "blogsite.asked_by"
"""What a request says it is asked by: the head of a page alone is made whole, to be kept."""

log = logging.getLogger("blogsite.requests")

_ID = re.compile(r"[0-9A-Za-z-]{1,64}")
_LONGEST = 300  # characters of a path
_TOKEN = "token"  # noqa: S105 (the name of an address's part)


def init_app(app: Flask) -> None:
    """Log every request of an app."""
    app.before_request(_begin)
    app.after_request(_end)


def safe_path() -> str:
    """The path of the request with tokens left out, for logs; without its query."""
    path = request.path
    for prefix in _before_tokens(current_app.url_map):
        at = path.lower().find(prefix)
        if at >= 0:
            path = f"{path[: at + len(prefix)]}…"
    path = path if path.isprintable() else path.encode("unicode_escape").decode("ascii")
    return path if len(path) <= _LONGEST else f"{path[:_LONGEST]}…"


@lru_cache(maxsize=8)
def _before_tokens(addresses: Map) -> frozenset[str]:
    # By prefix, so that a mistyped link, which no view takes, is left out as well.
    rules = addresses.iter_rules()
    return frozenset(rule.rule.partition("<")[0] for rule in rules if _TOKEN in rule.arguments)


def _begin() -> None:
    g.began_at = time.perf_counter()
    g.count = counting.begin()
    g.request_id = _request_id()


def _request_id() -> str:
    """The id that a trusted proxy gave the request, or a new one."""
    given = request.headers.get("X-Request-Id", "")
    trusted = "werkzeug.proxy_fix.orig" in request.environ
    return given if trusted and _ID.fullmatch(given) else secrets.token_hex(8)


def _end(response: Response) -> Response:
    # A request that failed before it began, such as one with a broken cookie, has no notes.
    if "began_at" not in g:
        _begin()
    response.headers["X-Request-Id"] = g.request_id
    facts = {
        "method": request.environ.get(ASKED_BY, request.method),
        "path": safe_path(),
        "status": response.status_code,
        "ms": round((time.perf_counter() - g.began_at) * 1000, 1),
        "queries": g.count.commands,
        "request_id": g.request_id,
    }
    log.info(
        "%(method)s %(path)s %(status)s %(ms)s ms %(queries)s queries %(request_id)s",
        facts,
        extra={"facts": facts},
    )
    return response
