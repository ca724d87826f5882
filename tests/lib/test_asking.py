"""Asking other servers: in time, in measure, and not in the clear."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
import requests

from blogsite.lib.asking import MOST, Errand, NotAllowed, TooMuch, TooSlow

Speak = Callable[[socket.socket], None]


class Server:
    """Says to each who connects what the test wants."""

    def __init__(self) -> None:
        self.speak: Speak = lambda _line: None
        self.ended = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                line, _ = self._listener.accept()
                with line, suppress(OSError):
                    line.recv(65536)
                    self.speak(line)
                self.ended.set()

    def stop(self) -> None:
        self._listener.close()


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.stop()


def ask(url: str, *, seconds: float = 5, plain: bool = True) -> requests.Response:
    errand = Errand(seconds=seconds, plain=plain)

    def act() -> requests.Response:
        with requests.Session() as session:
            errand.equip(session)
            return session.get(url)

    return errand.run(act)


def test_an_answer_comes_whole(server: Server) -> None:
    server.speak = lambda line: line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")

    assert ask(server.url).text == "hello"


@pytest.mark.parametrize(
    "before", [b"", b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\n\r\n"]
)
def test_who_drips_is_not_waited_for(server: Server, before: bytes) -> None:
    def drip(line: socket.socket) -> None:
        line.sendall(before)
        for _ in range(100):
            line.sendall(b"x")
            time.sleep(0.05)

    server.speak = drip
    began = time.monotonic()

    with pytest.raises(TooSlow):
        ask(server.url, seconds=0.4)

    assert time.monotonic() - began < 2
    assert server.ended.wait(2), "the line is held open"


def test_too_long_an_answer_is_not_read(server: Server) -> None:
    head = b"HTTP/1.1 200 OK\r\n\r\n"
    server.speak = lambda line: line.sendall(head + b"x" * (MOST * 20))

    with pytest.raises(TooMuch):
        ask(server.url)


def test_nothing_goes_over_the_wire_in_the_clear(server: Server) -> None:
    with pytest.raises(NotAllowed):
        ask(server.url, plain=False)


def test_a_ring_of_redirects_is_left(server: Server) -> None:
    answer = (
        f"HTTP/1.1 302 Found\r\nLocation: {server.url}\r\n"
        "Connection: close\r\nContent-Length: 0\r\n\r\n"
    )
    server.speak = lambda line: line.sendall(answer.encode())

    with pytest.raises(requests.TooManyRedirects):
        ask(server.url)


def test_what_the_errand_raises_is_raised(server: Server) -> None:
    server.stop()

    with pytest.raises(requests.ConnectionError):
        ask("http://127.0.0.1:1/")
