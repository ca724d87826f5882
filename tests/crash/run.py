"""One run: somebody types, something is killed, and the words are counted that are found again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Timer

from playwright.sync_api import ConsoleMessage, Error, Page

from tests.crash.plans import Plan
from tests.crash.profile import Profile
from tests.processes.running import RunningSite

GRACE = 0.5
"""Seconds: what was typed longer before the kill has to be found."""

EMAIL = "writer@example.org"
PASSWORD = "correct horse battery staple"
_PATIENCE = 25.0
_TEXT = "main textarea[name=content]"
_FORGET = """() => new Promise((done, fail) => {
  const request = indexedDB.deleteDatabase("autosave");
  request.onsuccess = done;
  request.onerror = fail;
})"""
_SAVED = "[data-autosave][data-state=saved]"


@dataclass
class Outcome:
    """What a run came to; times are seconds since 1970, as this machine's and so the browser's
    clock tells them."""

    plan: Plan
    typed: dict[str, float] = field(default_factory=dict)
    killed_at: float = 0
    found: set[str] = field(default_factory=set)
    offered_after_saving: bool = False

    @property
    def due(self) -> set[str]:
        return {word for word, at in self.typed.items() if at < self.killed_at - GRACE}

    @property
    def lost(self) -> set[str]:
        return self.due - self.found

    @property
    def oldest_missing(self) -> float:
        """Seconds that the oldest word had been typed before the kill that was not found."""
        ages = [self.killed_at - at for word, at in self.typed.items() if word not in self.found]
        return max([0, *ages])

    def __str__(self) -> str:
        return (
            f"{self.plan.number:3}  typed {len(self.typed):3}  due {len(self.due):3}  "
            f"lost {len(self.lost)}  oldest missing {1000 * self.oldest_missing:4.0f} ms  "
            f"{self.plan}"
        )


class Run:
    """Somebody at a browser, before a site, and what befalls them."""

    def __init__(self, plan: Plan, *, site: RunningSite, profile: Profile, blog: str) -> None:
        self._plan = plan
        self._site = site
        self._profile = profile
        self._blog = blog
        self._base = f"http://localhost:{site.port}"
        self._outcome = Outcome(plan)
        self._letters = ""
        self._arrived: dict[str, float] = {}
        """Whatever has been typed since a space, and when the browser got its last letter."""

    def go(self) -> Outcome:
        page = self._profile.open()
        editor = self._begin(page)
        self._type(page)
        page = self._come_back(page)
        self._look_for_words(page, editor)
        self._save(page)
        return self._outcome

    def _begin(self, page: Page) -> str:
        """An open editor, and the address at which its writer looks for it afterwards."""
        self._open(page, self._blog)
        if not self._plan.new:
            page.fill("main [name=title]", f"Run {self._plan.number}")
            page.fill(_TEXT, "word " * self._plan.length + "\n\n")
            page.get_by_role("button", name="Save draft").click()
            page.wait_for_url("**/edit")
        page.wait_for_selector("[data-autosave]", state="attached")
        page.locator(_TEXT).focus()
        page.keyboard.press("Control+End")
        return page.url.removeprefix(self._base)

    def _type(self, page: Page) -> None:
        plan = self._plan
        page.on("console", self._heard)
        timer = Timer(plan.kill_after, self._kill)
        server = plan.victim in ("web server", "database")
        end = time.monotonic() + plan.kill_after + (plan.then_after if server else _PATIENCE)
        timer.start()
        try:
            for word, pause in zip(plan.words(), plan.pauses, strict=True):
                if time.monotonic() > end:
                    break
                page.keyboard.type(f"{word} ", delay=3)
                # The browser has said by now when it came; if not, it was before this at any rate.
                self._outcome.typed[word] = min(time.time(), self._arrived.get(word, time.time()))
                page.wait_for_timeout(1000 * pause)
        except Error:
            # The tab or the browser is gone, as it was meant to be.
            pass
        timer.join()
        if server:
            self._after_the_servers_death(page)

    def _heard(self, said: ConsoleMessage) -> None:
        what, _, rest = said.text.partition(" ")
        if what != "typed":
            return
        at, _, letters = rest.partition(" ")
        if letters.strip():
            self._letters += letters
            self._arrived[self._letters] = int(at) / 1000
        else:
            self._letters = ""

    def _kill(self) -> None:
        victim = self._plan.victim
        if victim == "tab":
            self._outcome.killed_at = self._profile.kill_tabs()
        elif victim == "browser":
            self._outcome.killed_at = self._profile.kill()
        else:
            name = {"web server": "web_server", "database": "mongod"}[victim]
            self._killed = (name, self._site.killed(name))
            # What counts there is what comes next.

    def _after_the_servers_death(self, page: Page) -> None:
        if self._plan.then == "browser":
            self._outcome.killed_at = self._profile.kill()
        self._site.wait_for_another(*self._killed)
        if self._plan.then == "wait":
            # Now it is all at the site: even what was typed in the last moment.
            self._outcome.killed_at = time.time() + GRACE
            page.wait_for_timeout(1200)
            page.wait_for_selector(_SAVED, timeout=1000 * _PATIENCE)

    def _come_back(self, page: Page) -> Page:
        if self._plan.victim == "browser" or (self._plan.then == "browser" and self._on_server):
            self._profile.buried()
            fresh = self._profile.open()
        else:
            fresh = self._profile.open()
            with suppress(Error):
                page.close()
            if self._on_server:
                self._open(fresh, "/blogs")
                fresh.evaluate(_FORGET)
        if self._plan.signed_out:
            self._profile.sign_out()
        return fresh

    @property
    def _on_server(self) -> bool:
        return self._plan.victim in ("web server", "database")

    def _look_for_words(self, page: Page, editor: str) -> None:
        """Open the editor as it is, then whatever its page offers, until nothing is missing."""
        tried: set[str] = set()
        deadline = time.monotonic() + _PATIENCE
        self._open(page, editor)
        while time.monotonic() < deadline:
            page.wait_for_timeout(150)
            with suppress(Error):
                self._read(page)
                if not self._outcome.lost and self._outcome.found:
                    return
                for link in page.get_by_role("link", name="Take up again").all():
                    address = link.get_attribute("href") or ""
                    if address not in tried:
                        tried.add(address)
                        link.click()
                        break

    def _read(self, page: Page) -> None:
        there = set(page.locator(_TEXT).input_value().split())
        self._outcome.found |= there & set(self._outcome.typed)

    def _save(self, page: Page) -> None:
        """What was found can be saved, and is offered no more."""
        if not self._outcome.found:
            return
        page.fill("main [name=title]", f"Run {self._plan.number}, saved")
        page.get_by_role("button", name="Save draft").click()
        page.wait_for_url("**/edit")
        page.wait_for_timeout(300)
        self._open(page, self._blog)
        page.wait_for_timeout(300)
        self._outcome.offered_after_saving = page.locator(".kept").count() > 0
        page.close()

    def _open(self, page: Page, path: str) -> None:
        page.goto(self._base + path)
        if "/login" in page.url:
            page.fill("main [name=email]", EMAIL)
            page.fill("main [name=password]", PASSWORD)
            page.get_by_role("button", name="Sign in", exact=True).click()
            page.wait_for_url(lambda address: "/login" not in address and "/auth/" not in address)
            if path not in page.url:
                page.goto(self._base + path)


def prepared(site: RunningSite, profile: Profile) -> str:
    """An account with a blog on a running site; the address at which new posts are written."""
    made = site.flask("user", "create", EMAIL, "--password", PASSWORD)
    assert made.returncode == 0, made.stderr
    base = f"http://localhost:{site.port}"
    page = profile.open()
    page.goto(f"{base}/login")
    page.fill("main [name=email]", EMAIL)
    page.fill("main [name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto(f"{base}/blogs/new")
    page.fill("main [name=title]", "Crashes")
    page.get_by_role("button", name="Create blog").click()
    page.goto(f"{base}/blogs")
    link = page.get_by_role("link", name="New post").first
    path = str(link.get_attribute("href"))
    page.close()
    return path


def runs(
    plans: Iterable[Plan],
    *,
    site: RunningSite,
    profile: Profile,
    tell: Callable[[Outcome], None] = print,
) -> list[Outcome]:
    """Some runs, one after the other, on one site and one profile."""
    blog = prepared(site, profile)
    outcomes = []
    for plan in plans:
        outcomes.append(Run(plan, site=site, profile=profile, blog=blog).go())
        tell(outcomes[-1])
    profile.close()
    return outcomes
