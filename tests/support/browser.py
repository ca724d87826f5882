"""People at real browsers: with JavaScript, without it, and on a narrow screen."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, Response, expect

from config import Settings
from tests.support.chromium import find_browser

WIDE = {"viewport": {"width": 1280, "height": 900}}
KINDS: dict[str, dict[str, Any]] = {
    "wide": WIDE,
    "without-javascript": {**WIDE, "java_script_enabled": False},
    "narrow": {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True},
}

# Nothing but the page is fetched, and no name but our own leads anywhere.
ARGUMENTS = [
    *("--no-sandbox", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--no-first-run", "--no-default-browser-check", "--no-proxy-server"),
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
_PATIENCE = 25  # seconds; a busy machine takes its time
expect.set_options(timeout=_PATIENCE * 1000)
_OVERHANG = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Person:
    """Somebody at a browser of his own, who notices when a page is broken."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.page: Page = context.new_page()
        self.status = 0
        self.site = site
        self.elsewhere: tuple[str, ...] = ()
        self._broken: list[str] = []
        self.page.on("console", lambda said: self._complain(said.type, said.text))
        self.page.on("pageerror", lambda error: self._complain("error", str(error)))
        self.page.on("response", self._notice)

    def open(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else self.site + path)
        self.looks()

    def follow(self, link: str) -> None:
        """Click the first link with these words."""
        self._click(self.page.get_by_role("link", name=link).first)

    def press(self, button: str) -> None:
        self._click(self.page.get_by_role("button", name=button, exact=True).first)

    def fill(self, **fields: str) -> None:
        """Type into fields by their names, as `title="Rain"`."""
        for name, value in fields.items():
            self.page.locator(f"main [name={name}]").fill(value)

    def keys(self, *names: str) -> None:
        """Press keys of the keyboard, as `keys("Tab", "Enter")`."""
        for name in names:
            self.page.keyboard.press(name)

    def types(self, words: str) -> None:
        self.page.keyboard.type(words)

    @property
    def focused(self) -> str:
        """The words of what the keyboard is at."""
        return str(self.page.locator(":focus").inner_text())

    def sees(self, words: str) -> None:
        expect(self.page.locator("body")).to_contain_text(words)

    def sees_no(self, words: str) -> None:
        expect(self.page.locator("body")).not_to_contain_text(words)

    def waits_for(self, link: str) -> None:
        """Load the page again until it has a link."""
        self._reloads_until(self.page.get_by_role("link", name=link), link)

    def waits_to_read(self, words: str) -> None:
        """Load the page again until they stand there."""
        self._reloads_until(self.page.get_by_text(words), words)

    def _reloads_until(self, wanted: Locator, named: str) -> None:
        deadline = time.monotonic() + _PATIENCE
        while not wanted.count():
            assert time.monotonic() < deadline, f"there is no {named!r}: {self.text}"
            time.sleep(0.05)
            self.page.reload()
        self.looks()

    @property
    def text(self) -> str:
        return self.page.locator("body").inner_text()

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.site)

    def _click(self, target: Locator) -> None:
        target.click()
        self.page.wait_for_load_state()
        self.looks()

    def looks(self) -> None:
        """Notice what is broken, and what is too wide for the screen."""
        assert not self._broken, f"{self.path}: {self._broken}"
        too_wide = self._overhang()
        assert too_wide <= 0, f"{self.path} can be scrolled sideways by {too_wide} pixels"

    def _overhang(self) -> int:
        try:
            return int(self.page.evaluate(_OVERHANG))
        except Error as error:
            # A page whose script sends its form leaves a little after the button was pressed.
            if "Execution context was destroyed" not in str(error):
                raise
            self.page.wait_for_load_state()
            return int(self.page.evaluate(_OVERHANG))

    def _notice(self, response: Response) -> None:
        if not response.url.startswith((self.site, "data:", *self.elsewhere)):
            self._broken.append(f"something else is asked: {response.url}")
        if response.status >= 500:
            self._broken.append(f"{response.url} answers {response.status}")
        if response.request.is_navigation_request():
            self.status = response.status

    def _complain(self, kind: str, text: str) -> None:
        # A browser also reports pages that answer 4xx, which is what they should do.
        if kind == "error" and "Failed to load resource" not in text:
            self._broken.append(text)


Meet = Callable[[], Person]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The browser that bin/setup-test-tools found or installed."""
    path = find_browser()
    if path is None:
        pytest.fail("There is no browser for the tests: run bin/setup-test-tools.")
    return {**browser_type_launch_args, "executable_path": path, "args": ARGUMENTS}


@pytest.fixture(params=["without-javascript", "narrow"])
def kind(request: pytest.FixtureRequest) -> str:
    """A kind of browser; who asks for `meet` alone is at a wide screen with JavaScript.

    Who asks for kinds gets the two that differ most from that.
    """
    return str(request.param)


@pytest.fixture
def meet(request: pytest.FixtureRequest, browser: Browser, served: Settings) -> Iterator[Meet]:
    """Each call brings somebody else, at a browser of the test's `kind`."""
    kind = request.getfixturevalue("kind") if "kind" in request.fixturenames else "wide"
    contexts: list[BrowserContext] = []

    def somebody() -> Person:
        contexts.append(browser.new_context(locale="en-GB", **KINDS[kind]))
        contexts[-1].set_default_timeout(_PATIENCE * 1000)
        return Person(contexts[-1], served.base_url)

    yield somebody
    for context in contexts:
        context.close()
