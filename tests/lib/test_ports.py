"""Listening, and reaching what listens."""

from __future__ import annotations

import errno
import socket

import pytest

from blogsite.lib import ports
from tests.support.ports import free_port


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0", "::1"])
def test_what_listens_can_be_reached(host: str) -> None:
    port = free_port()

    with (
        ports.listen(host, port),
        socket.create_connection((ports.reachable(host), port), timeout=5) as connection,
    ):
        assert connection.getpeername()[1] == port


def test_a_taken_port_is_refused() -> None:
    with ports.listen("127.0.0.1", 0) as taken, pytest.raises(OSError) as refused:
        ports.listen("127.0.0.1", taken.getsockname()[1])

    assert refused.value.errno == errno.EADDRINUSE
