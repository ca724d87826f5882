"""A mail server proves who it is before it is told anything."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from blogsite import create_app, mailers
from tests.support.app import settings_for_tests
from tests.support.certificates import make_certificate
from tests.support.commands import run
from tests.support.smtp import MailServer

CONTEXTS = {"MAIL_USE_TLS": "tls_context", "MAIL_USE_SSL": "ssl_context"}


@pytest.fixture(params=CONTEXTS)
def way(request: pytest.FixtureRequest) -> str:
    """STARTTLS, or TLS from the first byte."""
    return str(request.param)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    return make_certificate(tmp_path)


@pytest.fixture
def server(way: str, certificate: Path) -> Iterator[MailServer]:
    """A mail server that shows a certificate which it has made itself."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    with MailServer(**{CONTEXTS[way]: context}) as made:
        yield made


@pytest.fixture
def posted(way: str, server: MailServer, tmp_path: Path) -> Flask:
    """The site, which sends its letters there and needs no database for that."""
    return create_app(
        settings_for_tests(tmp_path, mongo_uri=None, **server.settings, **{way: "on"})
    )


def send(site: Flask) -> None:
    with site.app_context():
        mailers.registrations.activation(
            to="erin@example.org", token="a-link", hours=48, letter_id="1"
        )


def test_a_server_that_this_machine_trusts_gets_letters(
    posted: Flask, server: MailServer, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    send(posted)

    assert [letter["To"] for letter in server.letters] == ["erin@example.org"]


def test_a_server_that_nobody_vouches_for_gets_none(posted: Flask, server: MailServer) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        send(posted)

    assert server.attempts == 0


def test_a_trial_is_as_careful_and_says_why(posted: Flask, server: MailServer) -> None:
    done = run(posted, "mail", "test", "you@example.org")

    assert done.exit_code == 1
    assert "certificate verify failed" in done.output
    assert server.attempts == 0
