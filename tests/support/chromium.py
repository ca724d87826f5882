"""The browser that the tests drive: `python -m tests.support.chromium` prints it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence

from playwright.sync_api import sync_playwright

WINDOWLESS = "chromium-headless-shell"
"""Shows the same pages, and takes half of the processor's time: it never draws a window."""
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_browser(*, whole: bool = False) -> str | None:
    """The first browser that can be started; the machine's own before Playwright's.

    Arguments:
        whole: one that could also show itself, where that makes a difference.
    """
    names = NAMES if whole else (WINDOWLESS, *NAMES)
    return next(filter(_answers, _candidates(names)), None)


def _candidates(names: Sequence[str]) -> Iterator[str]:
    yield from filter(None, map(shutil.which, names))
    with sync_playwright() as playwright:
        yield playwright.chromium.executable_path


def _answers(path: str) -> bool:
    """Some systems put a stand-in on PATH that only says how to install the real one."""
    try:
        asked = subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False)
    except OSError:
        return False
    return asked.returncode == 0


if __name__ == "__main__":
    found = find_browser()
    print(found or "")
    sys.exit(0 if found else 1)
