"""A real mail server on loopback that takes letters, or refuses them when told to."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

import pytest
from aiosmtpd.controller import Controller

from tests.support.ports import free_port


class MailServer:
    """Keeps what it accepts; `refuse_with` makes it answer otherwise until `accept` is called.

    Arguments:
        options: aiosmtpd's own, such as `tls_context`.
    """

    host = "127.0.0.1"

    def __init__(self, **options: Any) -> None:
        self.letters: list[EmailMessage] = []
        self.attempts = 0
        self._answer: str | None = None
        self.port = free_port()
        self._controller = Controller(self, hostname=self.host, port=self.port, **options)

    @property
    def settings(self) -> dict[str, str]:
        """What the site's environment says to send through this server."""
        return {"MAIL_SERVER": self.host, "MAIL_PORT": str(self.port)}

    def refuse_with(self, answer: str) -> None:
        """For example `451 try again later` or `550 no such mailbox`."""
        self._answer = answer

    def accept(self) -> None:
        self._answer = None

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        self.attempts += 1
        if self._answer is not None:
            return self._answer
        letter = message_from_bytes(envelope.content, policy=policy.default)
        self.letters.append(cast("EmailMessage", letter))
        return "250 taken"

    def __enter__(self) -> MailServer:
        self._controller.start()
        return self

    def __exit__(self, *_details: object) -> None:
        self._controller.stop()


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    """A mail server of this test's own; `mail_server.letters` is what reached it."""
    with MailServer() as server:
        yield server
