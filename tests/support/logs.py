"""No log line of the whole run holds what opens an account: no password, token, cookie or letter.

Everything secret that the site makes or is given during the run is noted, and every line that is
logged, here and in the processes that tests start; whether one is in the other is looked at once at
the end. Of a letter it is what opens an account, and each sentence: a log may hold none by half.
"""

from __future__ import annotations

import email
import logging
import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage as Message
from html import unescape
from pathlib import Path
from typing import Any, cast

import pytest
from flask import Response, request, request_finished, request_started
from flask_mailman import EmailMessage

from blogsite.lib import ceremonies, one_time_codes, passwords, recovery_codes, signing
from tests.support.findings import Findings, current_test, judge
from tests.support.run import is_worker

RULE = "no_log_line_holds_a_secret"
_SHORTEST = 8
_WRONG = {"nonsense"}  # what tests send in the place of a secret
_SENTENCE = 30  # characters from which words are somebody's own
_TOKEN = re.compile(r"https?://[^\s\"'<>]+/([^\s\"'<>/]{16,})")

_findings: Findings | None = None


class Lines(logging.Handler):
    """Keeps each different line, and the test that first logged it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.kept: dict[str, str] = {}

    def emit(self, record: logging.LogRecord) -> None:
        # Of pymongo only what it warns of is ever shown.
        if not record.name.startswith("pymongo") or record.levelno >= logging.WARNING:
            self.note(logging.Formatter().format(record))

    def note(self, *lines: str) -> None:
        for line in lines:
            self.kept.setdefault(line, current_test())


class Secrets:
    """Keeps what must stand in no line."""

    def __init__(self) -> None:
        self.kept: set[str] = set()

    def note(self, *values: Any) -> None:
        # What is meant to break us is no secret.
        if "hostile" not in current_test() and "nonsense" not in current_test():
            words = {str(value) for value in values} - _WRONG
            self.kept |= {word for word in words if len(word) >= _SHORTEST}

    def note_results_of(self, module: Any, name: str) -> None:
        real = getattr(module, name)

        def noting(*arguments: Any, **named: Any) -> Any:
            result = real(*arguments, **named)
            self.note(result)
            return result

        setattr(module, name, noting)

    def note_first_arguments_of(self, module: Any, name: str) -> None:
        real = getattr(module, name)

        def noting(*arguments: Any, **named: Any) -> Any:
            self.note(arguments[0])
            return real(*arguments, **named)

        setattr(module, name, noting)


_lines, _secrets = Lines(), Secrets()


def parts_of(text: str, html: str = "") -> set[str]:
    """What of a letter must stand in no line: the ends of its links, and its longer lines."""
    pieces = [*text.splitlines(), *map(unescape, re.split(r"<[^>]*>|\n", html))]
    words = {piece.strip() for piece in pieces if "://" not in piece}
    tokens = {token for words in (text, unescape(html)) for token in _TOKEN.findall(words)}
    return {text.strip(), *tokens, *(one for one in words if len(one) >= _SENTENCE)}


def overhear(
    said: str, data_dir: Path, *, lines: Lines | None = None, secrets: Secrets | None = None
) -> None:
    """Note what a process of ours has said, and what is secret in its folder.

    Arguments:
        said: what it wrote to standard error.
        data_dir: where it keeps its key and its letters.
        lines: where to note the one; left out, with all the others.
        secrets: where to note the other; left out, with all the others.
    """
    (lines or _lines).note(*said.splitlines())
    (secrets or _secrets).note(*_secrets_in_folder(data_dir))


def keep_secret(*values: str) -> None:
    """Note what a visitor of a running site knows, such as cookies and a password."""
    _secrets.note(*values)


def secrets_in(lines: dict[str, str], secrets: set[str]) -> list[str]:
    """Which lines hold a secret, in sentences."""
    everything = "\n".join(lines)
    told = {secret for secret in secrets if secret in everything}
    return [
        f"a secret stands in {line!r}, logged in {test}"
        for line, test in lines.items()
        if any(secret in line for secret in told)
    ]


def pytest_configure(config: pytest.Config) -> None:
    global _findings  # noqa: PLW0603 (one run per process)
    _findings = Findings(config, "logs")
    logging.getLogger().addHandler(_lines)
    _secrets.note_results_of(signing, "sign")
    _secrets.note_first_arguments_of(passwords, "hashed")
    _secrets.note_first_arguments_of(passwords, "matches")
    _secrets.note_results_of(one_time_codes, "new_secret")
    _secrets.note_first_arguments_of(recovery_codes, "hashed")
    _secrets.note_first_arguments_of(ceremonies, "challenge_of")
    _note_letters()
    request_started.connect(_note_request)
    request_finished.connect(_note_answer)


@pytest.fixture(scope="session", autouse=True)
def _looked_through() -> Any:
    yield
    if _lines.kept and _findings is not None:
        _findings.add("the lines were looked through")
        for sentence in secrets_in(_lines.kept, _secrets.kept):
            _findings.add(sentence)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if is_worker(session.config) or _findings is None:
        return
    if found := _findings.all():
        judge(session, RULE, [line for line in found if line.startswith("a secret")])


def _note_letters() -> None:
    send = EmailMessage.send

    def noting(letter: Any, *arguments: Any, **named: Any) -> Any:
        html = "".join(str(content) for content, _kind in getattr(letter, "alternatives", ()))
        _secrets.note(*parts_of(str(letter.body), html))
        return send(letter, *arguments, **named)

    EmailMessage.send = noting


def _note_request(_app: Any, **_: Any) -> None:
    _secrets.note(*request.cookies.values())
    _secrets.note(request.args.get("code", ""), request.args.get("state", ""))
    if token := (request.view_args or {}).get("token"):
        _secrets.note(token)


def _note_answer(_app: Any, response: Response, **_: Any) -> None:
    for cookie in response.headers.getlist("Set-Cookie"):
        _secrets.note(cookie.partition(";")[0].partition("=")[2])


def _secrets_in_folder(data_dir: Path) -> Iterator[str]:
    if (key := data_dir / "secret_key").exists():
        yield from key.read_text().split()
    for path in data_dir.glob("mail/*.eml"):
        letter = cast("Message", email.message_from_bytes(path.read_bytes(), policy=policy.default))
        yield from parts_of(*(_content(letter, kind) for kind in ("plain", "html")))


def _content(letter: Message, kind: str) -> str:
    body = letter.get_body((kind,))
    return str(body.get_content()) if body else ""
