"""Measurements go where `STATSD_HOST` says."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest

from tests.processes.running import RunningSite

pytestmark = pytest.mark.processes


def test_each_request_is_measured(prepare: Callable[..., RunningSite]) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ear:
        ear.bind(("127.0.0.1", 0))
        ear.settimeout(10)
        site = prepare(STATSD_HOST=f"127.0.0.1:{ear.getsockname()[1]}")
        site.run()
        site.get("/login")

        heard = b""
        while b"blogsite.gunicorn.request.status.200" not in heard:
            heard += ear.recv(4096) + b"\n"

    assert b"blogsite.gunicorn.requests:" in heard
    assert b"blogsite.gunicorn.request.duration:" in heard
