"""Letters kept in a folder, one .eml file each, for machines without a mail server."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default as modern
from email.utils import parsedate_to_datetime
from pathlib import Path

_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,99}")
_LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True, kw_only=True)
class KeptLetter:
    """One letter as it lies in the folder."""

    name: str
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "")

    @property
    def to(self) -> str:
        return str(self.message["To"] or "")

    @property
    def at(self) -> datetime:
        date = self.message["Date"]
        return parsedate_to_datetime(str(date)) if date else datetime.fromtimestamp(0, UTC)

    @property
    def text(self) -> str:
        plain = self.message.get_body(("plain",))
        return str(plain.get_content()) if plain else ""

    @property
    def links(self) -> list[str]:
        return _LINK.findall(self.text)


class Mailbox:
    """A folder that only its owner may read.

    Arguments:
        folder: made, with mode 0700, when the first letter comes.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, message: Message, *, name: str) -> Path:
        """Write a letter aside and rename it: who lists the folder sees whole letters only."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = self.folder / f".{name}.{os.getpid()}"
        _make_readable(message)
        with open(aside, "wb", opener=_private) as file:
            file.write(message.as_bytes())
            file.flush()
            os.fsync(file.fileno())
        return aside.rename(self.folder / f"{name}.eml")

    def letters(self) -> list[KeptLetter]:
        """All letters, the newest first."""
        return sorted(self._read_all(), key=lambda letter: (letter.at, letter.name), reverse=True)

    def find(self, name: str) -> KeptLetter | None:
        """The letter of that name; anything that is not a name finds nothing."""
        path = self.folder / f"{name}.eml"
        if not _NAME.fullmatch(name) or not path.is_file():
            return None
        message = message_from_bytes(path.read_bytes(), policy=modern)
        return KeptLetter(name=name, message=message)

    def _read_all(self) -> Iterator[KeptLetter]:
        for path in self.folder.glob("*.eml"):
            letter = self.find(path.stem)
            if letter is not None:
                yield letter


def _make_readable(message: Message) -> None:
    # Base64 is for servers that take ASCII only; a file is for people, and for grep.
    for part in message.walk():
        if part.get("Content-Transfer-Encoding") == "base64" and not part.is_multipart():
            words = part.get_payload(decode=True)
            part.replace_header("Content-Transfer-Encoding", "8bit")
            if isinstance(words, bytes):
                part.set_payload(words.decode("ascii", "surrogateescape"))


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
