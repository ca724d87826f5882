"""Somebody at a browser without a screen, who asks a running site and looks at the clock."""

from __future__ import annotations

import re
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from html import unescape
from http.client import HTTPMessage
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlencode

from tests.processes.running import RunningSite
from tests.support import logs

PASSWORD = "correct horse battery staple"


@dataclass(frozen=True)
class Answer:
    """What came back, and after how many seconds."""

    status: int
    page: str
    headers: HTTPMessage
    seconds: float

    def field(self, name: str) -> str:
        """The value of a field of a form, also of a large one."""
        typed = re.search(rf'name="{name}"[^>]*value="([^"]*)"', self.page)
        written = re.search(rf'<textarea[^>]*name="{name}"[^>]*>\n?([^<]*)<', self.page)
        found = typed or written
        assert found, f"there is no field {name}: {self.page}"
        return unescape(found[1])


class Visitor:
    """Asks one site and keeps its cookies; follows no redirects."""

    def __init__(self, site: RunningSite) -> None:
        self._site = site
        self._cookies = CookieJar()
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self._cookies), _Stay
        )

    def get(self, path: str) -> Answer:
        return self._ask(path, None)

    def post(self, path: str, **fields: str) -> Answer:
        return self._ask(path, urlencode(fields).encode())

    def sign_in(self, email: str) -> None:
        """Make an account beside the running site, and sign in with it."""
        made = self._site.flask("user", "create", email, "--password", PASSWORD)
        assert made.returncode == 0, made.stderr
        token = self.get("/login").field("csrf_token")
        logs.keep_secret(PASSWORD, token)
        signed_in = self.post("/auth/login", csrf_token=token, email=email, password=PASSWORD)
        assert signed_in.status == 302, signed_in.page

    def make_blog(self, title: str) -> str:
        """A blog of one's own; the address at which to write for it."""
        token = self.get("/blogs/new").field("csrf_token")
        self.post("/blogs/new", csrf_token=token, title=title)
        found = re.search(r"/posts/new/[0-9a-f]{24}", self.get("/blogs").page)
        assert found
        return found[0]

    def _ask(self, path: str, body: bytes | None) -> Answer:
        started_at = time.monotonic()
        try:
            answer: Any = self._opener.open(self._site.url + path, body, timeout=30)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            page = answer.read().decode()
        logs.keep_secret(*(str(cookie.value) for cookie in self._cookies))
        return Answer(answer.status, page, answer.headers, time.monotonic() - started_at)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_details: object) -> None:
        return None
