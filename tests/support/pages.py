"""Every page that any test opened is valid HTML, and has its style with it: checked at the end.

Pages that differ only in ids, tokens, times and words count as one.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Response, request, request_finished

from tests.support.findings import current_test, judge
from tests.support.java import find_java
from tests.support.markup import faults
from tests.support.run import is_worker, run_folder
from tests.support.styles import unstyled

RULE = "every_page_is_valid_html"
CHECKER = Path("node_modules/vnu-jar/build/dist/vnu.jar")
_KNOWN = "blogsite/valid-pages"

_folder: Path | None = None


def collect(path: str, html: str) -> None:
    """Keep a page for the check at the end of the run."""
    if _folder is None:
        return
    name = _sort_of(html)
    page = _folder / f"{name}.html"
    if not page.exists():
        (_folder / f"{name}.opened").write_text(f"{path} in {current_test()}", encoding="utf-8")
        page.write_text(html, encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    global _folder  # noqa: PLW0603 (one run per process)
    _folder = run_folder(config) / "pages"
    _folder.mkdir(exist_ok=True)
    request_finished.connect(_keep)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if is_worker(session.config) or _folder is None:
        return
    cache = getattr(session.config, "cache", None)
    known = set(cache.get(_KNOWN, [])) if cache else set()
    opened = set(_folder.glob("*.html"))
    pages = {page for page in opened if page.stem not in known}
    problems = [*_own_rules(pages), *_checker(pages)]
    if opened:
        judge(session, RULE, problems)
    if cache and not problems:
        cache.set(_KNOWN, sorted(known | {page.stem for page in pages}))


def _keep(_app: Any, response: Response, **_: Any) -> None:
    if response.mimetype == "text/html" and not response.direct_passthrough:
        collect(f"{request.method} {request.path}", response.get_data(as_text=True))


def _sort_of(html: str) -> str:
    """A name that pages share when no checker could tell them apart."""
    same = re.sub(r">[^<>]*[^<>\s][^<>]*<", ">x<", html)
    same = re.sub(r"[\w.-]{20,}", "x", same)
    same = re.sub(r"\d+", "0", same)
    return hashlib.sha256(same.encode()).hexdigest()[:24]


def _own_rules(pages: set[Path]) -> Iterator[str]:
    for page in sorted(pages):
        html = page.read_text(encoding="utf-8")
        for fault in [*faults(html), *unstyled(html)]:
            yield f"{_opened(page)}: {fault}"


def _checker(pages: set[Path]) -> Iterator[str]:
    if not pages:
        return
    if (java := find_java()) is None or not CHECKER.exists():
        yield "The Nu HTML checker is not there: run bin/setup-test-tools."
        return
    command = [
        java,
        "-jar",
        str(CHECKER),
        "--format",
        "json",
        "--errors-only",
        "--exit-zero-always",
    ]
    files = [str(page) for page in sorted(pages)]
    asked = subprocess.run([*command, *files], capture_output=True, timeout=240, check=True)
    for message in json.loads(asked.stderr)["messages"]:
        page = Path(message["url"].removeprefix("file:"))
        excerpt = message.get("extract", "").strip()
        place = f"{_opened(page)}: line {message.get('lastLine')}"
        yield f"{place}: {message['message']}\n    {excerpt}"


def _opened(page: Path) -> str:
    return page.with_suffix(".opened").read_text(encoding="utf-8")
