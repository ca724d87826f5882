"""Somebody signed in at a running site, with one blog."""

from __future__ import annotations

import re

import requests

from blogsite import create_app
from blogsite.database import connection
from blogsite.lib import passwords
from blogsite.models import Blog, User
from config import Settings

EMAIL, PASSWORD = "ada@example.org", "umbrella stand weather"


def prepare(folder: str, *contents: str) -> tuple[str, list[str]]:
    """Make a blog of Ada's in an empty site; the blog's id and those of posts with these texts."""
    app = create_app(Settings.load({"DATA_DIR": folder}))
    with app.app_context():
        ada = User.create(email=EMAIL, name="Ada", password_hash=passwords.hashed(PASSWORD))
        blog = Blog.create(title="Bench", description="", by=ada)
        posts = [
            blog.write(title="A post", content=one, status="draft", by=ada) for one in contents
        ]
        connection().close()
    return str(blog.id), [str(one.id) for one in posts]


def signed_in(site: str) -> tuple[requests.Session, str]:
    """A client with a session, and the token for its forms."""
    client = requests.Session()
    client.trust_env = False
    form = {"email": EMAIL, "password": PASSWORD, "csrf_token": token(client, f"{site}/login")}
    client.post(f"{site}/auth/login", data=form, timeout=10).raise_for_status()
    return client, token(client, f"{site}/blogs/new")


def token(client: requests.Session, page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(page, timeout=10).text)
    if found is None:
        raise SystemExit(f"{page} has no token")
    return found[1]
