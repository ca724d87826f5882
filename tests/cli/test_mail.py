"""`flask mail`: reading kept letters, and trying the way of the others."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from flask import Flask

from blogsite import create_app, jobs
from blogsite.lib.mailbox import Mailbox
from config import Settings
from tests.support.app import settings_for_tests
from tests.support.certificates import make_certificate
from tests.support.commands import objects, run
from tests.support.factories import make_registration, said
from tests.support.ports import free_port
from tests.support.smtp import MailServer

WORD = "a password that nobody may see"


def posted(tmp_path: Path, **settings: str) -> Flask:
    """The site with a mail server; these commands need no database."""
    sender = "Blogs <post@blogs.example>"
    own = settings_for_tests(tmp_path, mongo_uri=None, MAIL_DEFAULT_SENDER=sender, **settings)
    return create_app(own)


class Taker:
    """Takes every letter."""

    async def handle_DATA(self, *_: object) -> str:  # noqa: N802 (aiosmtpd's name)
        return "250 taken"


def knows_the_word(*asked: Any) -> AuthResult:
    return AuthResult(success=asked[-1].password == WORD.encode(), handled=False)


@pytest.fixture
def guarded_server() -> Iterator[int]:
    """The port of a mail server that asks for a password."""
    place = {"hostname": "127.0.0.1", "port": free_port()}
    server = Controller(Taker(), **place, authenticator=knows_the_word, auth_require_tls=False)
    server.start()
    yield server.port
    server.stop()


def test_kept_letters_are_listed_and_shown(app: Flask) -> None:
    registration = make_registration("Erin")
    jobs.run_due()

    (listed,) = objects(run(app, "mail", "list", "--json"))
    assert (listed["to"], listed["subject"]) == ("erin@example.org", "Activate your account")
    for name in (listed["name"], "latest"):
        shown = run(app, "mail", "show", name)
        assert shown.exit_code == 0
        assert f"http://localhost:5454/users/activate/{said(registration)}" in shown.output


def test_the_link_of_a_letter_is_there_for_programs(app: Flask) -> None:
    registration = make_registration("Erin")
    jobs.run_due()

    (shown,) = objects(run(app, "mail", "show", "latest", "--json"))

    assert f"/users/activate/{said(registration)}" in shown["links"][0]


def test_a_letter_that_is_not_there_is_an_error(app: Flask) -> None:
    assert run(app, "mail", "list").output == "No letters are kept here.\n"
    assert run(app, "mail", "show", "latest").exit_code == 1
    assert run(app, "mail", "show", "../secret_key").exit_code == 1


def test_without_a_mail_server_the_trial_is_kept(app: Flask, settings: Settings) -> None:
    done = run(app, "mail", "test", "you@example.org")

    (letter,) = Mailbox(settings.mail_dir).letters()
    assert done.exit_code == 0
    assert "MAIL_SERVER is unset" in done.output
    assert str(settings.mail_dir / f"{letter.name}.eml") in done.output


def test_a_trial_shows_what_the_server_says(tmp_path: Path, mail_server: MailServer) -> None:
    done = run(posted(tmp_path, **mail_server.settings), "mail", "test", "you@example.org")

    said = done.output.splitlines()
    assert done.exit_code == 0
    assert said[0] == f"* connecting to 127.0.0.1, port {mail_server.port}"
    assert "C: rcpt TO:<you@example.org>" in [line.replace("RCPT", "rcpt") for line in said]
    assert "S: 250 taken" in said
    assert mail_server.letters[0]["Subject"] == "A letter to try the way"


def test_a_trial_that_is_refused_shows_why(tmp_path: Path, mail_server: MailServer) -> None:
    mail_server.refuse_with("550 5.7.1 We do not know you")
    site = posted(tmp_path, **mail_server.settings)

    done = run(site, "mail", "test", "you@example.org")
    told = objects(run(site, "mail", "test", "you@example.org", "--json"))

    assert done.exit_code == 1
    assert "S: 550 5.7.1 We do not know you" in done.output
    assert "The letter was not taken" in done.stderr
    assert (told[0]["taken"], "S: 550 5.7.1 We do not know you" in told[0]["dialogue"]) == (
        False,
        True,
    )


def test_a_server_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    nobody = posted(tmp_path, MAIL_SERVER="127.0.0.1", MAIL_PORT=str(free_port()))

    done = run(nobody, "mail", "test", "you@example.org")

    assert done.exit_code == 1
    assert "The letter was not taken: [Errno" in done.stderr


@pytest.mark.parametrize("password", [WORD, "a wrong one"], ids=["right", "wrong"])
def test_no_password_is_shown(tmp_path: Path, guarded_server: int, password: str) -> None:
    site = posted(
        tmp_path,
        MAIL_SERVER="127.0.0.1",
        MAIL_PORT=str(guarded_server),
        MAIL_USERNAME="blogs",
        MAIL_PASSWORD=password,
    )

    done = run(site, "mail", "test", "you@example.org", "--json")

    (told,) = objects(done)
    assert told["taken"] is (password == WORD)
    assert any(line.startswith("C: AUTH ") for line in told["dialogue"])
    assert [line for line in told["dialogue"] if "YmxvZ3" in line or password in line] == []


@pytest.mark.parametrize("way", ["MAIL_USE_TLS", "MAIL_USE_SSL"])
def test_a_trial_tells_how_it_is_encrypted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    certificate = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    kind = {"MAIL_USE_TLS": "tls_context", "MAIL_USE_SSL": "ssl_context"}[way]
    server = Controller(Taker(), hostname="127.0.0.1", port=free_port(), **{kind: context})
    server.start()
    site = posted(tmp_path, MAIL_SERVER="127.0.0.1", MAIL_PORT=str(server.port), **{way: "on"})

    done = run(site, "mail", "test", "you@example.org")
    server.stop()

    assert done.exit_code == 0
    assert "* encrypted: TLSv1.3" in done.output.splitlines()


def test_nonsense_is_no_address(app: Flask) -> None:
    assert run(app, "mail", "test", "nonsense").exit_code == 1
