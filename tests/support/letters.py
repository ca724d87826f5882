"""Every letter that any test sent has a subject, a text and an HTML version that say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from flask_mailman import EmailMessage

from tests.support.findings import Findings, current_test, judge
from tests.support.run import is_worker

RULE = "every_letter_has_subject_text_and_html"
_LINK = re.compile(r"https?://[^\s\"'<>]+")

_findings: Findings | None = None
_send = EmailMessage.send


def check(letter: Any) -> Iterator[str]:
    """What is wrong with a letter, in sentences."""
    text, html = str(letter.body), _html_of(letter)
    if not str(letter.subject).strip():
        yield "it has no subject"
    if not letter.to:
        yield "it is for nobody"
    if not text.strip():
        yield "it has no text"
    if not html.strip():
        yield "it has no HTML"
    elif not re.search(r"<title>\s*[^\s<]", html):
        yield "its HTML has no title"
    for link in _links(unescape(html)) - _links(text):
        yield f"its text lacks the link {link}"
    if re.search(r"&(amp|lt|gt|#\d+);|</", text):
        yield "its text shows HTML"


def pytest_configure(config: pytest.Config) -> None:
    global _findings  # noqa: PLW0603 (one run per process)
    _findings = Findings(config, "letters")
    EmailMessage.send = _checked_send


def pytest_unconfigure() -> None:
    EmailMessage.send = _send


def pytest_sessionfinish(session: pytest.Session) -> None:
    if is_worker(session.config) or _findings is None:
        return
    if found := _findings.all():
        judge(session, RULE, [line for line in found if not line.endswith("is whole")])


def _checked_send(letter: Any, *arguments: Any, **options: Any) -> Any:
    problems = list(check(letter)) or ["is whole"]
    for problem in problems:
        _findings.add(f"the letter {letter.subject!r} in {current_test()}: {problem}")  # type: ignore[union-attr]
    return _send(letter, *arguments, **options)


def _links(words: str) -> set[str]:
    return {link.rstrip(".,:;)") for link in _LINK.findall(words)}


def _html_of(letter: Any) -> str:
    alternatives = getattr(letter, "alternatives", None) or []
    return next((str(content) for content, kind in alternatives if kind == "text/html"), "")
