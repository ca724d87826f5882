"""No log line of the whole run holds what opens an account: no password, token, cookie or letter.

Everything secret that the site makes or is given during the run is noted, and every line that is
logged; whether one is in the other is looked at once at the end.
"""

from __future__ import annotations

import logging
from typing import Any

import pytest
from flask import Response, request, request_finished, request_started
from flask_mailman import EmailMessage

from blogsite.lib import passwords, signing
from tests.support.findings import Findings, current_test, judge
from tests.support.run import is_worker

RULE = "no_log_line_holds_a_secret"
_SHORTEST = 8

_findings: Findings | None = None


class _Lines(logging.Handler):
    """Keeps each different line, and the test that first logged it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.kept: dict[str, str] = {}

    def emit(self, record: logging.LogRecord) -> None:
        # Of pymongo only what it warns of is ever shown.
        if not record.name.startswith("pymongo") or record.levelno >= logging.WARNING:
            line = logging.Formatter().format(record)
            self.kept.setdefault(line, current_test())


class _Secrets:
    """Keeps what must stand in no line."""

    def __init__(self) -> None:
        self.kept: set[str] = set()

    def note(self, *values: Any) -> None:
        # What is meant to break us is no secret.
        if "hostile" not in current_test() and "nonsense" not in current_test():
            self.kept |= {str(value) for value in values if len(str(value)) >= _SHORTEST}

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


_lines, _secrets = _Lines(), _Secrets()


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
        _secrets.note(letter.body.strip())
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
