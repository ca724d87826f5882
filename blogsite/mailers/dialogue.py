"""What is said between the site and its mail server, told line by line, without the password."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import current_app
from flask_mailman.backends.base import BaseEmailBackend
from flask_mailman.backends.smtp import EmailBackend

from blogsite.mailers.smtp import VerifyingSMTP

Tell = Callable[[str], None]

_MASK = "••••"
_GO_ON = 334  # the server's answer while somebody signs in


def connection(tell: Tell) -> BaseEmailBackend:
    """A connection to the mail server of the settings, the same way as every letter goes.

    Arguments:
        tell: is given each line as it is said: `C:` by us, `S:` by the server, `*` what happens
            beside it. User names, passwords and the letter itself are left out.
    """
    return current_app.extensions["mailman"].get_connection(TalkativeBackend, tell=tell)


class TalkativeBackend(EmailBackend):  # type: ignore[misc] # Flask-Mailman has no types
    """The way to a server that every letter goes, overheard."""

    def __init__(self, *, tell: Tell, **options: Any) -> None:
        super().__init__(**options)
        self._tell = tell

    @property
    def connection_class(self) -> Callable[..., smtplib.SMTP]:
        self._tell(f"* connecting to {self.host}, port {self.port}")
        return partial(_SecureTalk if self.use_ssl else _Talk, self._tell)


class _Talk(VerifyingSMTP):
    """Tells what it sends and what it gets."""

    def __init__(self, tell: Tell, *arguments: Any, **options: Any) -> None:
        self._tell = tell
        self._signing_in = False
        super().__init__(*arguments, **options)

    def send(self, s: Any) -> None:
        if isinstance(s, str):
            self._tell(f"C: {self._masked(s.rstrip())}")
        else:
            self._tell(f"C: (the letter, {len(s)} bytes)")
        super().send(s)

    def getreply(self) -> tuple[int, bytes]:
        signing_in, self._signing_in = self._signing_in, False
        code, words = super().getreply()
        self._signing_in = signing_in and code == _GO_ON
        for line in words.decode(errors="replace").splitlines() or [""]:
            self._tell(f"S: {code} {line}".rstrip())
        return code, words

    def starttls(self, *arguments: Any, **options: Any) -> tuple[int, bytes]:
        answer = super().starttls(*arguments, **options)
        self._tell_encryption()
        return answer

    def _masked(self, line: str) -> str:
        verb, _space, rest = line.partition(" ")
        if verb.upper() == "AUTH":
            self._signing_in = True
            mechanism, _space, secret = rest.partition(" ")
            return f"AUTH {mechanism}{f' {_MASK}' if secret else ''}"
        return _MASK if self._signing_in else line

    def _tell_encryption(self) -> None:
        version = getattr(self.sock, "version", None)
        self._tell(f"* encrypted: {version() if version else 'no'}")


class _SecureTalk(_Talk, smtplib.SMTP_SSL):
    def connect(self, *arguments: Any, **options: Any) -> tuple[int, bytes]:
        answer = super().connect(*arguments, **options)
        self._tell_encryption()
        return answer
