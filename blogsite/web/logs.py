"""Where logs go and what a line looks like: text for people, JSON for programs."""

from __future__ import annotations

import json
import logging
import re
import sys
from datetime import UTC, datetime

from config import Settings

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


def configure(settings: Settings) -> None:
    """Send our log lines to standard error in the format that `LOG_FORMAT` names."""
    handler = logging.StreamHandler(sys.stderr)
    if settings.log_format == "json":
        handler.setFormatter(JSONFormatter())
    else:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    ours = logging.getLogger("blogsite")
    ours.setLevel(logging.INFO)
    ours.handlers = [handler]
    werkzeug = logging.getLogger("werkzeug")
    if not any(isinstance(one, _NoRequestLines) for one in werkzeug.filters):
        werkzeug.addFilter(_NoRequestLines())
