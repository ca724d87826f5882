"""Kept letters are shown to the person at this machine and to nobody else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from blogsite import create_app, jobs
from blogsite.database import Connection
from blogsite.models.kept_letter import kept_letters
from config import Settings
from tests.support.app import settings_for_tests
from tests.support.factories import make_registration, said
from tests.support.visitor import Visitor


def status(site: Flask, **request: Any) -> int:
    return int(Visitor(site).client.get("/dev/mail", **request).status_code)


@pytest.mark.parametrize("host", ["localhost:5454", "127.0.0.1", "[::1]:5454"])
def test_here_letters_are_shown(app: Flask, host: str) -> None:
    assert status(app, headers={"Host": host}) == 200


def test_a_letter_is_shown_whole(app: Flask, reader: Visitor) -> None:
    registration = make_registration("Erin")
    jobs.run_due()
    name = kept_letters().letters()[0].name

    assert f"?letter={name}" in reader.get("/dev/mail").text
    page = reader.get(f"/dev/mail?letter={name}").text
    assert f'href="http://localhost:5454/users/activate/{said(registration)}.' in page


@pytest.mark.parametrize("peer", ["10.0.0.1", "192.0.2.7", "fe80::1", ""])
def test_not_to_another_machine(app: Flask, peer: str) -> None:
    assert status(app, environ_overrides={"REMOTE_ADDR": peer}) == 404


@pytest.mark.parametrize("host", ["blogs.example", "localhost.blogs.example", "0.0.0.0", ""])
def test_not_under_another_name(app: Flask, host: str) -> None:
    assert status(app, headers={"Host": host}) in (400, 404)


@pytest.mark.parametrize(
    "header",
    [
        "Forwarded",
        "Via",
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Forwarded-Proto",
        "x-forwarded-x",
    ],
)
def test_not_through_a_proxy(app: Flask, header: str) -> None:
    assert status(app, headers={header: "127.0.0.1"}) == 404


def other_site(settings: Settings, folder: Path, **others: str) -> Flask:
    own = settings_for_tests(folder, mongo_uri=settings.mongo_uri, **others)
    return create_app(own, connection=Connection(own))


def test_not_with_a_mail_server(settings: Settings, tmp_path: Path) -> None:
    assert status(other_site(settings, tmp_path, MAIL_SERVER="mail.example")) == 404


def test_not_on_a_public_address(settings: Settings, tmp_path: Path) -> None:
    assert status(other_site(settings, tmp_path, BASE_URL="https://blogs.example")) == 404


def test_not_to_whoever_a_believed_proxy_names(settings: Settings, tmp_path: Path) -> None:
    site = other_site(settings, tmp_path, TRUSTED_PROXIES="1")

    forged = status(
        site,
        headers={"X-Forwarded-For": "127.0.0.1"},
        environ_overrides={"REMOTE_ADDR": "192.0.2.7"},
    )

    assert forged == 404
    assert status(site) == 200
