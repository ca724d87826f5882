"""The programs that `python app.py` keeps running: a web server and a job worker."""

from __future__ import annotations

import socket
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec

from blogsite.cli.claim import SiteRefused
from blogsite.database.private import ROLE
from blogsite.lib.supervisor import Program
from config import ROOT, Settings

_FOLLOWER = (sys.executable, "-m", "blogsite.lib.follower")


def web_server(
    settings: Settings,
    listener: socket.socket,
    *,
    environment: Mapping[str, str],
    descriptors: Sequence[int],
) -> Program:
    """The server that `SERVER` names, on a port that is already listened to.

    Raises:
        SiteRefused: it is not installed.
    """
    if settings.server == "granian":
        return _granian(settings, listener, environment=environment, descriptors=descriptors)
    return Program(
        "web server",
        [
            *(sys.executable, "-m", "gunicorn", "--config", str(ROOT / "gunicorn.conf.py")),
            *("--bind", f"fd://{listener.fileno()}", "--log-level", "warning", "app:app"),
        ],
        folder=ROOT,
        environment=environment,
        descriptors=[*descriptors, listener.fileno()],
    )


def job_worker(
    settings: Settings, *, environment: Mapping[str, str], descriptors: Sequence[int]
) -> Program:
    """The job worker, which yields to the web server."""
    return Program(
        "job worker",
        [*_FOLLOWER, "flask", "--app", str(ROOT / "app.py"), "jobs", "work"],
        folder=ROOT,
        environment=environment,
        descriptors=descriptors,
        niceness=10,
    )


def _granian(
    settings: Settings,
    listener: socket.socket,
    *,
    environment: Mapping[str, str],
    descriptors: Sequence[int],
) -> Program:
    if find_spec("granian") is None:
        raise SiteRefused(
            "SERVER is granian, which is not installed: "
            f"{sys.executable} -m pip install 'granian>=2.8,<3', or leave SERVER unset."
        )
    listener.close()  # it cannot inherit one
    return Program(
        "web server",
        [
            *(*_FOLLOWER, "granian", "--interface", "wsgi", "--no-ws", "--log-level", "warning"),
            *("--host", settings.host, "--port", str(settings.port)),
            *("--workers", str(settings.web_concurrency)),
            *("--blocking-threads", str(settings.threads), "app:app"),
        ],
        folder=ROOT,
        environment={**environment, ROLE: "web"},
        descriptors=descriptors,
    )
