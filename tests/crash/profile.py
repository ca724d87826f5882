"""A real Chromium on a profile of its own, to be killed and opened again."""

from __future__ import annotations

import os
import re
import signal
import time
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import BrowserContext, Error, Page, Playwright

from tests.support.browser import ARGUMENTS
from tests.support.chromium import find_browser

_PATIENCE = 20
_ATTEMPTS = 3

# Every letter that arrives in the page, and when, by the browser's own clock.
_TELL = """addEventListener("input", (event) => {
  if (event.data) console.debug("typed", Date.now(), event.data);
}, true);"""


class Profile:
    """The folder stays, whatever becomes of the browsers that use it."""

    def __init__(self, playwright: Playwright, folder: Path) -> None:
        self._playwright = playwright
        self._folder = folder
        self._path = find_browser()
        self._browser: BrowserContext | None = None

    def open(self) -> Page:
        """A tab, in the browser that runs or in a new one."""
        for _again in range(_ATTEMPTS):
            with suppress(Error):
                return self._running().new_page()
            # Of a browser whose tabs were killed not every part can be steered any more.
            self.kill()
            self.buried()
        return self._running().new_page()

    def _running(self) -> BrowserContext:
        if self._browser is None:
            self._browser = self._playwright.chromium.launch_persistent_context(
                str(self._folder),
                executable_path=self._path,
                args=ARGUMENTS,
                locale="en-GB",
                viewport={"width": 1280, "height": 900},
            )
            self._browser.set_default_timeout(_PATIENCE * 1000)
            self._browser.add_init_script(_TELL)
        return self._browser

    def sign_out(self) -> None:
        """As if the session's cookie had never reached the disk."""
        assert self._browser is not None
        self._browser.clear_cookies()

    def close(self) -> None:
        """Close the browser as people do."""
        if self._browser is not None:
            with suppress(Error):
                self._browser.close()
            self._browser = None

    def kill_tabs(self) -> float:
        """Kill what shows pages; the browser itself stays. Returns when, in seconds since 1970."""
        pids = self._processes("--type=renderer")
        at = time.time()
        for pid in pids:
            _kill(pid)
        return at

    def kill(self) -> float:
        """Kill the browser with all that belongs to it. Returns when, in seconds since 1970."""
        pids = self._processes("")
        groups = {_group(pid) for pid in pids} - {None, os.getpgrp()}
        at = time.time()
        for group in groups:
            with suppress(ProcessLookupError):
                os.killpg(int(group), signal.SIGKILL)  # type: ignore[arg-type]
        for pid in pids:
            _kill(pid)
        return at

    def buried(self) -> None:
        """After a kill: wait until nothing of it is left, so that the profile can be opened."""
        deadline = time.monotonic() + _PATIENCE
        while self._processes(""):
            assert time.monotonic() < deadline, "the browser does not die"
            time.sleep(0.05)
        self.close()
        # What tells a second browser that the first one still runs.
        for lock in self._folder.glob("Singleton*"):
            lock.unlink()

    def _processes(self, words: str) -> list[int]:
        """The pids of the browser's processes whose command holds some words."""
        commands = _commands()
        own = {pid for pid, (_parent, line) in commands.items() if f"={self._folder}" in line}
        while True:
            below = {pid for pid, (parent, _line) in commands.items() if parent in own} - own
            if not below:
                return [pid for pid in own if words in commands[pid][1]]
            own |= below


def _commands() -> dict[int, tuple[int, str]]:
    found: dict[int, tuple[int, str]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                line = (
                    (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                )
                status = (folder / "status").read_text()
                parent = re.search(r"^PPid:\s+(\d+)", status, re.MULTILINE)
                if "\nState:\tZ" not in status and parent:
                    found[int(folder.name)] = (int(parent[1]), line)
    return found


def _group(pid: int) -> int | None:
    with suppress(ProcessLookupError):
        return os.getpgid(pid)
    return None


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
