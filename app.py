"""Blogsite as `flask --app app`, `gunicorn app:app` and `python app.py` know it."""

from __future__ import annotations

import sys

from flask import Flask

from blogsite import create_app
from blogsite.cli import serve
from blogsite.database.errors import DatabaseRefused
from blogsite.database.private import may_start
from blogsite.lib.follower import exit_on_signals
from config import SettingRefused


def build() -> Flask:
    """The app by the settings; where those are refused, a sentence instead of a stack trace."""
    try:
        return create_app()
    except (SettingRefused, DatabaseRefused) as refusal:
        sys.exit(str(refusal))


if __name__ == "__main__":
    sys.exit(serve.main(build))

if may_start():
    exit_on_signals()
app = build()
