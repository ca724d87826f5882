"""What is overheard between the site and its mail server."""

from __future__ import annotations

from typing import Any

import pytest

from blogsite.mailers import dialogue


class Wire:
    """The other end of a connection: takes what is sent, answers from a script."""

    def __init__(self, *answers: bytes) -> None:
        self.sent: list[bytes] = []
        self._answers = list(answers)

    def sendall(self, data: bytes) -> None:
        self.sent.append(data)

    def readline(self, _size: int = -1) -> bytes:
        return self._answers.pop(0)

    def close(self) -> None: ...

    def version(self) -> str:
        return "TLSv1.3"


def talk(kind: Any, wire: Wire) -> tuple[Any, list[str]]:
    said: list[str] = []
    one = kind.__new__(kind)
    one._tell, one._signing_in = said.append, False
    one.sock, one.file, one.debuglevel, one.command_encoding = wire, wire, 0, "ascii"
    one.source_address = one._host = None
    return one, said


def test_every_step_of_signing_in_is_masked() -> None:
    wire = Wire(b"334 UGFzc3dvcmQ6\r\n", b"235 welcome\r\n", b"250 fine\r\n")
    one, said = talk(dialogue._Talk, wire)

    one.docmd("AUTH", "LOGIN YWxpY2U=")
    one.docmd("c2VjcmV0")
    one.docmd("NOOP")

    assert b"c2VjcmV0\r\n" in wire.sent
    assert said == [
        *("C: AUTH LOGIN ••••", "S: 334 UGFzc3dvcmQ6", "C: ••••", "S: 235 welcome"),
        *("C: NOOP", "S: 250 fine"),
    ]


def test_a_letter_is_told_by_its_size() -> None:
    one, said = talk(dialogue._Talk, Wire())

    one.send(b"x" * 1234)

    assert said == ["C: (the letter, 1234 bytes)"]


@pytest.mark.parametrize(("wire", "said"), [(Wire(), "TLSv1.3"), (None, "no")])
def test_how_it_is_encrypted_is_told(wire: Wire | None, said: str) -> None:
    one, lines = talk(dialogue._Talk, wire)  # type: ignore[arg-type]

    one._tell_encryption()

    assert lines == [f"* encrypted: {said}"]
