"""Blogsite as `flask --app app`, `gunicorn app:app` and `python app.py` know it."""

from __future__ import annotations

import sys

from blogsite import create_app
from blogsite.cli import serve

if __name__ == "__main__":
    sys.exit(serve.main(create_app))

with serve.refusals_told():
    app = create_app()
