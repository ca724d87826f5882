"""A walk through the whole site in a browser, signed out and signed in: what each page is.

Every form with a field to type into is sent empty too, as a browser would that checks nothing, and
what the site says to that is a page as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page, Response, sync_playwright

from tests.audit.content import Content
from tests.support import axe
from tests.support.browser import ARGUMENTS
from tests.support.chromium import find_browser

_PATIENCE = 30_000  # milliseconds
_TYPED = (
    "textarea, input:is([type=text], [type=email], [type=password], [type=url], [type=search], "
    "[type=number], [type=datetime-local], [type=file], [type=date], [type=time])"
)
# A field may be named `action`, so the attributes are asked.
_FORMS = f"""() => [...document.querySelectorAll("main form")].map((form) => [
  form.getAttribute("method") || "get",
  new URL(form.getAttribute("action") || "", location.href).pathname,
  [...form.elements].some((one) => one.matches(`{_TYPED}`)),
])"""
_SENT_EMPTY = f"""(number) => {{
  const form = document.querySelectorAll("main form")[number];
  for (const one of form.elements) if (one.matches(`{_TYPED}`)) one.value = "";
  HTMLFormElement.prototype.submit.call(form);
}}"""
_ID = re.compile(r"[0-9a-f]{24}")


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A page: who looked at what, the HTML that the site sent, and what axe says against it."""

    who: str
    name: str
    html: str
    violations: Sequence[str]


def walk(base: str, content: Content) -> list[Seen]:
    """All pages, once for everybody and once for the owner of the blog.

    Arguments:
        base: where the site answers.
        content: what it holds.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=ARGUMENTS)
        reader = _Walker("signed out", browser.new_context(locale="en-GB"), base)
        owner = _Walker("signed in", browser.new_context(locale="en-GB"), base)
        owner.sign_in(content)
        seen = [one for person in (reader, owner) for one in person.through(content.every)]
        browser.close()
    return seen


class _Walker:
    """Somebody at a browser of his own."""

    def __init__(self, who: str, context: BrowserContext, base: str) -> None:
        self._who, self._base = who, base
        context.set_default_timeout(_PATIENCE)
        self._page: Page = context.new_page()
        self._been: set[str] = set()
        self._sent: set[str] = set()

    def sign_in(self, content: Content) -> None:
        self._page.goto(f"{self._base}/login")
        self._page.fill("main [name=email]", content.email)
        self._page.fill("main [name=password]", content.password)
        with self._page.expect_navigation():
            self._page.press("main [name=password]", "Enter")

    def through(self, paths: Iterable[str]) -> Iterator[Seen]:
        """The pages first, then what is said to empty forms: one of them might change something."""
        forms: list[tuple[str, int, str]] = []
        for path in paths:
            answer = self._opened(path)
            if answer is None or self._path in self._been:
                continue
            self._been.add(self._path)
            forms += [(path, number, action) for number, action in self._forms()]
            yield self._seen(path, answer)
        for path, number, action in forms:
            yield from self._sent_empty(path, number, action)

    def _sent_empty(self, path: str, number: int, action: str) -> Iterator[Seen]:
        kind = _ID.sub("-", action)
        if kind in self._sent or self._opened(path) is None:
            return
        self._sent.add(kind)
        answer = self._going(lambda: self._page.evaluate(_SENT_EMPTY, number))
        if answer is not None and answer.status >= 400:
            yield self._seen(f"{action}, sent empty", answer)

    def _forms(self) -> Iterator[tuple[int, str]]:
        for number, (method, action, typed) in enumerate(self._page.evaluate(_FORMS)):
            if method.lower() == "post" and typed:
                yield number, action

    def _opened(self, path: str) -> Response | None:
        """The page at an address or where that leads; None: it is something else, as a file is."""
        try:
            answer = self._page.goto(self._base + path)
        except Error as error:
            if "Download is starting" in str(error):
                return None
            raise
        return answer if answer and _is_a_page(answer) else None

    def _going(self, act: Callable[[], Any]) -> Response | None:
        with self._page.expect_navigation() as led:
            act()
        return led.value if led.value and _is_a_page(led.value) else None

    def _seen(self, name: str, answer: Response) -> Seen:
        said = axe.violations(self._page)
        return Seen(who=self._who, name=name, html=answer.text(), violations=said)

    @property
    def _path(self) -> str:
        return self._page.url.removeprefix(self._base)


def _is_a_page(answer: Response) -> bool:
    return answer.headers.get("content-type", "").startswith("text/html")
