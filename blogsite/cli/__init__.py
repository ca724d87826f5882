"""The command line: the same verbs as the pages."""

from __future__ import annotations

from flask import Flask

from blogsite.cli import admissions, ways
from blogsite.cli.db import db
from blogsite.cli.demo import demo
from blogsite.cli.jobs import jobs
from blogsite.cli.mail import mail
from blogsite.cli.secret_key import secret_key
from blogsite.cli.user import user

PARTS = (admissions, ways)
"""What adds to `flask user`, each in a module of its own."""


def init_app(app: Flask) -> None:
    """Add the commands to `flask`."""
    for group in (user, jobs, mail, db, secret_key, demo):
        app.cli.add_command(group)
