"""Where logs go and what a line looks like: text for people, JSON for programs."""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, TextIO

import click

from config import Settings

_log = logging.getLogger("blogsite")
_TEXT = "%(asctime)s %(levelname)s %(message)s"
_REQUEST_LINE = re.compile(r'"[A-Z]+ \S+ HTTP/')


class JSONFormatter(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


class _NoRequestLines(logging.Filter):
    # Werkzeug's own server logs whole paths, tokens included; we log each request ourselves.
    def filter(self, record: logging.LogRecord) -> bool:
        return not _REQUEST_LINE.search(record.getMessage())


class Stream(logging.StreamHandler[TextIO]):
    """Standard error, for every line of this process.

    `all_in_json` when nothing else may be written there, see `take_over`.
    """

    all_in_json = False


def configure(settings: Settings) -> None:
    """Send log lines to standard error in the format that `LOG_FORMAT` names."""
    root = logging.getLogger()
    for before in [one for one in root.handlers if isinstance(one, Stream)]:
        root.removeHandler(before)
    handler = Stream(sys.stderr)
    handler.setFormatter(
        JSONFormatter() if settings.log_format == "json" else logging.Formatter(_TEXT)
    )
    root.addHandler(handler)
    logging.getLogger("blogsite").setLevel(logging.INFO)
    werkzeug = logging.getLogger("werkzeug")
    if not any(isinstance(one, _NoRequestLines) for one in werkzeug.filters):
        werkzeug.addFilter(_NoRequestLines())


def take_over(settings: Settings) -> None:
    """As `configure`, in a process that runs by itself and not for the person who typed it.

    With `LOG_FORMAT=json` all that it says on standard error is a line of JSON, also why it ends.
    """
    configure(settings)
    if settings.log_format == "json":
        Stream.all_in_json = True
        logging.captureWarnings(capture=True)
        threading.excepthook = _thread_broke


def say(sentence: object) -> None:
    """Tell on standard error what goes wrong: a sentence, or a line of JSON if all have to be."""
    if Stream.all_in_json:
        _log.error("%s", sentence)
    else:
        click.echo(sentence, err=True)


def broke(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Tell on standard error what this process breaks of."""
    if Stream.all_in_json:
        _log.critical("broke", exc_info=(kind, error, trace))
    else:
        sys.__excepthook__(kind, error, trace)


def gunicorn_lines(settings: Settings) -> dict[str, Any]:
    """How gunicorn is to write its lines: its `logconfig_dict`, which is empty for text."""
    if settings.log_format != "json":
        return {}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": JSONFormatter}},
        "handlers": {"lines": {"()": Stream, "formatter": "line"}},
        "root": {"level": "WARNING", "handlers": ["lines"]},
        "loggers": {
            "gunicorn.error": {"handlers": ["lines"], "propagate": False},
            # It would hold whole addresses, tokens included; we log each request ourselves.
            "gunicorn.access": {"level": "CRITICAL", "propagate": False},
        },
    }


def _thread_broke(broken: threading.ExceptHookArgs) -> None:
    trace = (broken.exc_type, broken.exc_value or broken.exc_type(), broken.exc_traceback)
    _log.critical("a thread broke", exc_info=trace)
