"""The few addresses that take files: more is read there, from whoever is signed in."""

from __future__ import annotations

from flask import Flask, request
from flask_babel import gettext as _

from blogsite.web.bodies import DISCARDED
from blogsite.web.current import current

ENDPOINTS = (
    *("media.create", "picture_pages.replace", "covers.of_new", "covers.of_edited"),
    *("avatars.create", "blog_pictures.choose"),
)

MOST_AT_ONCE = 128 * 1024 * 1024
"""Bytes. What of a form is a file goes to the disk (`TMPDIR`) when it is more than 500 KB."""
MOST_DISCARDED = 256 * 1024 * 1024


def init_app(app: Flask) -> None:
    """Let these addresses take more, before anything looks at what was sent."""
    app.before_request(_make_room)


def too_much() -> str:
    """What is said of a file that is not even read."""
    most = MOST_AT_ONCE // 1024**2
    return str(
        _(
            "This is more than the site takes at once: %(most)s MB. Send a smaller picture.",
            most=most,
        )
    )


def _make_room() -> None:
    if request.method != "POST" or request.endpoint not in ENDPOINTS:
        return
    # A stranger is told to sign in, and has nothing of that written down.
    if current.user is not None:
        request.max_content_length = MOST_AT_ONCE
    request.environ[DISCARDED] = MOST_DISCARDED
