"""Leading on from an address that was moved or is written otherwise, in one hop.

Only those who read are led on: a form that was posted to another address is refused, not sent on.
"""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Flask, abort, current_app, redirect, request
from flask.typing import ResponseReturnValue as Answer
from werkzeug.exceptions import HTTPException

from blogsite import urls
from blogsite.lib import paths
from blogsite.models.errors import NotFound
from blogsite.models.forwarding import forward
from blogsite.models.permalink import permalink
from blogsite.web.current import current
from blogsite.web.scripted import asked_by_script

KEPT = ("before", "after", "q")
"""What a query asks that means the same at the new address: a page of a list, words to look for."""

_FOR_PEOPLE = ("shown", "anyone", "signed_in", "freshly_signed_in", "with_blog", "with_post")
_PERMANENT = "posts.permanent"
_UP = frozenset((".", ".."))
"""Resolved by whoever asks, or written by somebody who is up to something: no name of a page."""


def init_app(app: Flask) -> None:
    """Let nothing answer to more than one slash at its beginning: the router would not mind."""
    app.before_request(_one_slash)


def _one_slash() -> None:
    if asked_path().startswith("//"):
        abort(404)


def led_on() -> Answer | None:
    """The redirect that answers instead of "not found", or None.

    Raises:
        Gone: what was asked for was public once, under another name.
    """
    if request.method not in ("GET", "HEAD") or asked_by_script():
        return None
    path = asked_path()
    if not _UP.isdisjoint(path.split("/")):
        return None
    try:
        address = _below_a_blog(path) if path.lstrip("/").startswith("@") else _of_the_site(path)
    except NotFound:
        return None
    if address is None or address.partition("?")[0] == paths.escaped(path):
        return None
    # As for any page of a post: who is signed in may be led to what others do not see.
    answer = redirect(address, 302 if current.user else 301)
    if current.user is None:
        # Not for good: a name may be taken back, and what was deleted is to say so.
        answer.headers["Cache-Control"] = "no-cache"
    return answer


def asked_path() -> str:
    """The path as it was asked for; `request.path` has lost slashes at its beginning."""
    raw: str = request.environ.get("PATH_INFO", "")
    return raw.encode("latin-1").decode("utf-8", "replace")


def _below_a_blog(path: str) -> str:
    found = forward(path, visible_to=current.user)
    asked = [(name, request.args[name]) for name in KEPT if name in request.args]
    return f"{found.address}?{urlencode(asked)}" if found.same and asked else found.address


def _of_the_site(asked: str) -> str | None:
    """The same page of the site in the spelling that it has: its case, its slashes."""
    parts = paths.parts(asked)
    small = [part.lower() for part in parts]
    for spelling, folded in ((parts, False), (small, True)):
        path = "/" + "/".join(spelling)
        if path != asked and _is_for_people(path, folded=folded):
            if urls.endpoint(path) == _PERMANENT:
                return _permanent(path)
            query = request.query_string.decode("ascii", "replace")
            address = paths.joined(spelling)
            return f"{address}?{query}" if query and query.isprintable() else address
    return None


def _is_for_people(path: str, *, folded: bool) -> bool:
    try:
        endpoint, values = current_app.url_map.bind("").match(path, method="GET")
    except HTTPException:
        return False
    scope = getattr(current_app.view_functions[endpoint], "scope", "")
    # In small letters a token is another one, and whether an id is there only one page sees.
    return scope in _FOR_PEOPLE and (not folded or not values or endpoint == _PERMANENT)


def _permanent(path: str) -> str:
    _endpoint, values = current_app.url_map.bind("").match(path, method="GET")
    return permalink(values["thing_id"], visible_to=current.user)
