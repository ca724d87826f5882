"""Ports on loopback for servers that live as long as a test."""

from __future__ import annotations

import socket


def free_port() -> int:
    """A port nobody listens on; the system does not hand the same one out again soon."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
