"""Somebody with a browser on the other side of nginx."""

from __future__ import annotations

import itertools
import re
import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from blogsite.lib.mailbox import Mailbox

if TYPE_CHECKING:
    from tests.deploy.conftest import Public

PASSWORD = "correct horse battery staple"
_numbers = itertools.count(1)


class Page(NamedTuple):
    """Where a request ended, after redirects."""

    status: int
    url: str
    text: str


class Person:
    """Follows redirects, keeps cookies, sends a form as the page before gave it."""

    def __init__(self, public: Public) -> None:
        self._public = public
        self.email = f"person-{next(_numbers)}@example.com"
        self.cookies = CookieJar()
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPSHandler(context=public.nginx.trust()),
            urllib.request.HTTPCookieProcessor(self.cookies),
        )

    def is_known_to_the_site(self) -> None:
        done = self._public.site.flask("user", "create", self.email, "--password", PASSWORD)
        assert done.returncode == 0, done.stderr

    def opens(self, path: str) -> Page:
        return self._send(urllib.request.Request(self._public.nginx.url + path))

    def signs_in(self, *, referer: str | None = None) -> Page:
        fields = {"email": self.email, "password": PASSWORD}
        return self._posts("/login", "/auth/login", fields, referer=referer)

    def registers(self) -> None:
        fields = {"email": self.email, "password": PASSWORD}
        assert self._posts("/register", "/auth/register", fields).status == 200

    def link_in_letter(self) -> str:
        site = self._public.site
        done = site.flask("jobs", "work", "--once")
        assert done.returncode == 0, done.stderr
        mine = [one for one in Mailbox(site.data_dir / "mail").letters() if self.email in one.to]
        return mine[0].links[0]

    def _posts(
        self, page: str, to: str, fields: dict[str, str], *, referer: str | None = None
    ) -> Page:
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.opens(page).text)
        token = {"csrf_token": found[1]} if found else {}
        sent = urllib.request.Request(
            self._public.nginx.url + to,
            data=urlencode(fields | token).encode(),
            headers={"Referer": referer or self._public.nginx.url + page},
        )
        return self._send(sent)

    def _send(self, request: urllib.request.Request) -> Page:
        try:
            with self._opener.open(request, timeout=20) as answer:
                return Page(answer.status, answer.url, answer.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                return Page(error.code, error.url, error.read().decode())
