"""Bodies of any size and pace, over a raw socket: the answer is seen, and no thread is held."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Thread

import pytest

from blogsite.web.bodies import PATIENCE
from tests.processes.running import RunningSite

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("bodies")]

MIB = 1024 * 1024
FORM = "Content-Type: application/x-www-form-urlencoded\r\n"


class Line:
    """One connection to a site, used by hand."""

    def __init__(self, site: RunningSite) -> None:
        self._socket = socket.create_connection(("127.0.0.1", site.port), timeout=60)

    def ask(self, head: str) -> None:
        """Send a request line and headers, without the body."""
        self._socket.sendall(f"{head}Host: localhost\r\n\r\n".encode())

    def send(self, body: bytes) -> None:
        self._socket.sendall(body)

    def no_more(self) -> None:
        self._socket.shutdown(socket.SHUT_WR)

    def answer(self) -> tuple[int, str]:
        """The status and the page."""
        read = self._socket.makefile("rb")
        status = int(read.readline().split()[1])
        head = b"".join(iter(read.readline, b"\r\n")).decode()
        length = re.search(r"^content-length: (\d+)", head, re.MULTILINE | re.IGNORECASE)
        return status, read.read(int(length[1]) if length else -1).decode()

    def ended(self) -> bool:
        """Whether the other side has closed the connection."""
        try:
            return self._socket.recv(1) == b""
        except ConnectionResetError:
            return True

    def close(self) -> None:
        self._socket.close()


Connect = Callable[[], Line]


@pytest.fixture
def site(unhurt_site: RunningSite) -> RunningSite:
    return unhurt_site


@pytest.fixture
def connect(site: RunningSite) -> Iterator[Connect]:
    """Opens connections to a site that runs."""
    lines: list[Line] = []

    def one() -> Line:
        lines.append(Line(site))
        return lines[-1]

    yield one
    for line in lines:
        line.close()


def post(length: int | str) -> str:
    return f"POST /auth/login HTTP/1.1\r\n{FORM}Content-Length: {length}\r\n"


def chunk(body: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(body), body)


CHUNKED = f"POST /auth/login HTTP/1.1\r\n{FORM}Transfer-Encoding: chunked\r\n"


@pytest.mark.parametrize("size", [5 * MIB, 32 * MIB])
def test_who_sends_too_much_reads_so_and_may_go_on(connect: Connect, size: int) -> None:
    line = connect()

    line.ask(post(size))
    for _ in range(size // MIB):
        line.send(b"x" * MIB)
    status, page = line.answer()

    assert status == 413
    assert "4 MiB" in page
    line.ask("GET /healthz HTTP/1.1\r\n")
    assert line.answer()[0] == 200


def test_who_sends_too_much_in_chunks_reads_so_too(connect: Connect) -> None:
    line = connect()

    line.ask(CHUNKED)
    for _ in range(20):
        line.send(chunk(b"x" * MIB))
    line.send(b"0\r\n\r\n")

    assert line.answer()[0] == 413
    line.ask("GET /healthz HTTP/1.1\r\n")
    assert line.answer()[0] == 200


def test_a_body_nobody_wants_is_thrown_away_as_well(connect: Connect) -> None:
    line = connect()

    line.ask(f"PUT /nowhere HTTP/1.1\r\nContent-Length: {3 * MIB}\r\n")
    line.send(b"x" * 3 * MIB)

    assert line.answer()[0] in (404, 405)
    line.ask("GET /healthz HTTP/1.1\r\n")
    assert line.answer()[0] == 200


def test_who_would_send_a_film_is_told_at_once(connect: Connect) -> None:
    line = connect()

    line.ask(post(900 * MIB))

    assert line.answer()[0] == 413
    assert line.ended()


def test_who_never_stops_sending_is_cut_off(connect: Connect) -> None:
    line = connect()
    line.ask(CHUNKED)

    with pytest.raises(OSError, match=r"Broken pipe|reset"):
        for _ in range(200):
            line.send(chunk(b"x" * MIB))


def test_thrown_away_bodies_take_no_memory(site: RunningSite, connect: Connect) -> None:
    line = connect()
    line.ask(post(1))
    line.send(b"x")
    line.answer()
    before = memory(site)

    # Each with a sender of its own: one worker may have taken more of them than it has threads.
    def send(one: Line) -> int:
        one.ask(post(30 * MIB))
        for _ in range(30):
            one.send(b"x" * MIB)
        return one.answer()[0]

    with ThreadPoolExecutor(6) as senders:
        statuses = list(senders.map(send, [connect() for _ in range(6)]))

    assert statuses == [413] * 6
    assert memory(site) - before < 40 * MIB


@pytest.mark.parametrize("head", [post(1000), CHUNKED])
def test_half_a_form_changes_nothing(connect: Connect, head: str) -> None:
    line = connect()

    line.ask(head)
    line.send(chunk(b"email=alice") if head == CHUNKED else b"email=alice")
    line.no_more()

    assert line.answer()[0] == 400


@pytest.mark.parametrize(
    "body", [b"nonsense\r\n", b"5\r\nabcdefgh\r\n0\r\n\r\n", b"0\r\nbad trailer\r\n\r\n"]
)
def test_broken_chunks_are_refused(site: RunningSite, connect: Connect, body: bytes) -> None:
    line = connect()

    line.ask(CHUNKED)
    line.send(body)

    assert line.answer()[0] == 400
    assert "Traceback" not in site.said


@pytest.mark.parametrize("length", ["-1", "1e3", "12abc", "", "9" * 40])
def test_a_length_that_is_none_is_refused(connect: Connect, length: str) -> None:
    line = connect()

    line.ask(post(length))
    line.no_more()

    assert line.answer()[0] in (400, 413)


def test_a_form_without_a_length_has_no_fields(connect: Connect) -> None:
    line = connect()

    line.ask(f"POST /auth/login HTTP/1.1\r\n{FORM}")

    assert line.answer()[0] == 400


def test_slow_senders_hold_the_site_no_longer_than_that(
    site: RunningSite, connect: Connect
) -> None:
    slow = [connect() for _ in range(8)]  # as many as there are threads
    for line in slow:
        line.ask(post(1000))
    trickles = [Thread(target=trickle, args=(line,), daemon=True) for line in slow]
    started_at = time.monotonic()

    for thread in trickles:
        thread.start()
    statuses = [line.answer()[0] for line in slow]

    assert statuses == [408] * 8
    # Of two web workers one may have got more than it has threads for: those had to wait.
    assert time.monotonic() - started_at < 2 * PATIENCE + 10
    assert site.answers("/healthz")
    for thread in trickles:
        thread.join(10)


def trickle(line: Line) -> None:
    try:
        for _ in range(100):
            line.send(b"x")
            time.sleep(0.5)
    except OSError:
        return


def memory(site: RunningSite) -> int:
    """What the site's processes have taken at most, in bytes."""
    peaks = [
        re.search(r"^VmHWM:\s+(\d+)", status_of(one.pid), re.MULTILINE)
        for one in site.processes()
        if "gunicorn" in one.command
    ]
    return sum(int(peak[1]) * 1024 for peak in peaks if peak)


def status_of(process: int) -> str:
    return Path(f"/proc/{process}/status").read_text()
