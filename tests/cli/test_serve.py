"""Serving where there are neither forks nor a private mongod, and what is said of a port."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from blogsite.cli import serve
from blogsite.cli.claim import SiteRefused, claimed
from blogsite.database.errors import DatabaseRefused
from blogsite.lib.supervisor import Program
from config import Settings

Served = list[tuple[Flask, dict[str, Any]]]


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Served:
    """What waitress was given to serve; the job worker only sleeps."""
    served: Served = []
    waitress = SimpleNamespace(serve=lambda app, **options: served.append((app, options)))
    sleeper = Program("job worker", ["sleep", "60"], folder=tmp_path, environment=dict(os.environ))
    monkeypatch.setattr(serve.importlib, "import_module", lambda _name: waitress)
    monkeypatch.setattr(serve, "job_worker", lambda *_, **__: sleeper)
    return served


def test_waitress_serves_on_a_deployment_of_ones_own(
    served: Served, settings: Settings, site: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    assert serve.serve_here(settings, lambda: site) == 0

    options = {"host": settings.host, "port": settings.port, "threads": settings.threads}
    assert served == [(site, options)]
    assert f"Blogsite is at {settings.base_url}" in capsys.readouterr().out


def test_waitress_asks_for_a_deployment(served: Served, settings: Settings) -> None:
    with pytest.raises(DatabaseRefused, match="Set MONGO_URI"):
        serve.serve_here(replace(settings, mongo_uri=None), _never)

    assert served == []


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OSError(errno.EACCES, "Permission denied"), "choose one from 1024 to 65535"),
        (OSError(errno.ENETDOWN, "Network is down"), "PORT 65535: Network is down."),
        (OSError(errno.EADDRINUSE, "in use"), "PORT=65534 make run"),
        (socket.gaierror(socket.EAI_NONAME, "unknown"), "which is no address of this machine"),
    ],
)
def test_a_port_that_cannot_be_had_is_explained(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, error: OSError, sentence: str
) -> None:
    monkeypatch.setattr(serve.ports, "listen", _raising(error))

    with (
        pytest.raises(SiteRefused, match=sentence),
        serve.listening(replace(settings, port=65535)),
    ):
        pass


def test_a_folder_that_cannot_be_written_is_refused(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with (
        pytest.raises(SiteRefused, match="where nothing can be written"),
        claimed(replace(settings, data_dir=tmp_path / "file" / "data")),
    ):
        pass


def test_leftovers_of_a_killed_run_are_waited_for(settings: Settings, tmp_path: Path) -> None:
    here = replace(settings, data_dir=tmp_path)
    with claimed(here) as left_over:
        left_over.write("half a no")

        with pytest.raises(SiteRefused, match="Parts of an earlier run"), claimed(here, patience=0):
            pass


def _never() -> Flask:
    raise AssertionError


def _raising(error: OSError) -> Callable[..., socket.socket]:
    def listen(*_arguments: object) -> socket.socket:
        raise error

    return listen
