"""What is posted to our addresses: forms, in UTF-8, and nothing else."""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

from flask import Flask, abort, request

_URLENCODED = "application/x-www-form-urlencoded"
_FORMS = ("", _URLENCODED, "multipart/form-data")


def init_app(app: Flask) -> None:
    """Refuse what no form sends, before anything else looks at it."""
    app.before_request(_check)


def _check() -> None:
    if request.method != "POST":
        return
    if request.mimetype not in _FORMS:
        abort(415)
    if request.mimetype == _URLENCODED and not _is_utf8(request.get_data()):
        abort(400)


def _is_utf8(body: bytes) -> bool:
    # What does not decode would be taken literally, percent signs and all.
    try:
        unquote_to_bytes(body).decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
