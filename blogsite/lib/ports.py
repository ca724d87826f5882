"""Listening on a TCP port."""

from __future__ import annotations

import socket
import sys

_BACKLOG = 2048


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; IPv4 where a name means both.

    Arguments:
        host: a name or an address of this machine.
        port: its port.

    Raises:
        OSError: EADDRINUSE, EACCES, EADDRNOTAVAIL, or no such name.
    """
    family, address = _address(host, port)
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


def reachable(host: str) -> str:
    """The address by which this machine reaches itself when it listens on `host`."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)  # noqa: S104


def _address(host: str, port: int) -> tuple[socket.AddressFamily, tuple[object, ...]]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    family, _, _, _, address = min(found, key=lambda entry: entry[0] != socket.AF_INET)
    return family, address
