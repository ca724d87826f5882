"""Letters kept in a folder."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from blogsite.lib.mailbox import Mailbox


def letter(subject: str, *, date: str = "Sat, 21 Nov 2026 10:00:00 +0000") -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["To"], message["Date"] = subject, "ada@example.org", date
    message.set_content("Follow https://blogs.example/users/activate/x to go on.\n")
    return message


@pytest.fixture
def mailbox(tmp_path: Path) -> Mailbox:
    return Mailbox(tmp_path / "mail")


def test_a_kept_letter_is_found_by_its_name(mailbox: Mailbox) -> None:
    mailbox.keep(letter("Hello"), name="one")

    found = mailbox.find("one")

    assert found is not None
    assert (found.subject, found.to) == ("Hello", "ada@example.org")
    assert found.links == ["https://blogs.example/users/activate/x"]


def test_only_the_owner_may_read_letters(mailbox: Mailbox) -> None:
    path = mailbox.keep(letter("Hello"), name="one")

    assert mailbox.folder.stat().st_mode & 0o777 == 0o700
    assert path.stat().st_mode & 0o777 == 0o600


def test_letters_are_listed_newest_first(mailbox: Mailbox) -> None:
    mailbox.keep(letter("Old"), name="a")
    mailbox.keep(letter("New", date="Sun, 22 Nov 2026 10:00:00 +0000"), name="b")

    assert [one.subject for one in mailbox.letters()] == ["New", "Old"]


def test_half_written_letters_are_not_seen(mailbox: Mailbox) -> None:
    mailbox.keep(letter("Whole"), name="a")
    (mailbox.folder / ".b.123").write_text("Subject: Ha")

    assert [one.subject for one in mailbox.letters()] == ["Whole"]


@pytest.mark.parametrize(
    "name", ["", "..", "../secret", "a/b", "none", ".b.1", "a\x00b", "x" * 300]
)
def test_what_is_not_the_name_of_a_letter_finds_nothing(mailbox: Mailbox, name: str) -> None:
    (mailbox.folder.parent / "secret.eml").write_text("Subject: Secret")
    mailbox.keep(letter("Hello"), name="one")

    assert mailbox.find(name) is None


def test_a_letter_without_date_or_text_can_be_shown(mailbox: Mailbox) -> None:
    mailbox.folder.mkdir()
    (mailbox.folder / "odd.eml").write_bytes(b"Content-Type: text/html\n\n<p>Hi</p>")

    odd = mailbox.letters()[0]

    assert (odd.subject, odd.to, odd.text, odd.links) == ("", "", "", [])
    assert odd.at.year == 1970


def test_a_letter_in_any_script_can_be_searched_as_a_file(mailbox: Mailbox) -> None:
    message = EmailMessage()
    message.set_content("Bøb, folge https://blogs.example/x\n", cte="base64")

    path = mailbox.keep(message, name="one")

    found = mailbox.find("one")
    assert "Bøb, folge https://blogs.example/x" in path.read_text(encoding="utf-8")
    assert found is not None
    assert found.text == "Bøb, folge https://blogs.example/x\n"
