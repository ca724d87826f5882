"""Every page that any test opened is valid HTML, and has its style with it: checked at the end.

Pages that differ only in ids, tokens, times and words count as one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Response, request, request_finished

from tests.support import nu
from tests.support.findings import current_test, judge
from tests.support.markup import faults
from tests.support.run import is_worker, run_folder
from tests.support.styles import unstyled

RULE = "every_page_is_valid_html"
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
    same = re.sub(r">([^<>]*)<", lambda words: ">x<" if words[1].strip() else words[0], html)
    same = re.sub(r"[\w.-]{20,}", "x", same)
    same = re.sub(r"\d+", "0", same)
    return hashlib.sha256(same.encode()).hexdigest()[:24]


def _own_rules(pages: set[Path]) -> Iterator[str]:
    for page in sorted(pages):
        html = page.read_text(encoding="utf-8")
        for fault in [*faults(html), *unstyled(html)]:
            yield f"{_opened(page)}: {fault}"


def _checker(pages: set[Path]) -> Iterator[str]:
    try:
        for page, error in nu.errors(pages):
            yield f"{_opened(page)}: {error}"
    except nu.NotThere as reason:
        yield str(reason)


def _opened(page: Path) -> str:
    return page.with_suffix(".opened").read_text(encoding="utf-8")
