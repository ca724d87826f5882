"""Letters: what they say, and how they travel."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from blogsite import create_app, jobs
from blogsite.database import Connection
from blogsite.jobs import Job
from blogsite.models import Device, Registration, User
from blogsite.models.kept_letter import kept_letters
from config import Settings
from tests.support.app import settings_for_tests
from tests.support.factories import PASSWORD, make_registration, said
from tests.support.smtp import MailServer


def test_an_activation_letter_holds_the_whole_link(app: Flask) -> None:
    registration = make_registration("Erin")

    jobs.run_due()

    letter = kept_letters().letters()[0]
    assert (letter.to, letter.subject) == ("erin@example.org", "Activate your account")
    assert letter.links[0].startswith("http://localhost:5454/users/activate/")
    assert said(registration) in letter.links[0]


def test_a_stranger_cannot_have_his_words_carried(app: Flask) -> None:
    make_registration("Erin", name="Win at http://evil.example")

    jobs.run_due()

    assert "evil.example" not in str(kept_letters().letters()[0].message)


def test_each_of_several_registrations_gets_its_own_link(app: Flask) -> None:
    first, second = make_registration("Erin"), make_registration("Erin")

    jobs.run_due()

    links = "".join(letter.links[0] for letter in kept_letters().letters())
    assert said(first) in links
    assert said(second) in links


def test_links_are_those_of_the_site_that_was_asked(app: Flask, settings: Settings) -> None:
    elsewhere = replace(settings, base_url="http://localhost:6001")
    app.config["SETTINGS"] = elsewhere
    make_registration("Erin")
    app.config["SETTINGS"] = settings

    jobs.run_due()

    assert kept_letters().letters()[0].links[0].startswith("http://localhost:6001/users/activate/")


def test_a_letter_sent_twice_is_kept_once(app: Flask) -> None:
    make_registration("Erin")
    job = Job.claim()
    assert job is not None

    for _ in range(2):
        jobs._handlers[job.kind](**job.arguments)

    assert len(kept_letters().letters()) == 1


def test_the_owner_of_an_account_is_told_of_another_registration(alice: User) -> None:
    Registration.request(
        email=alice.email, password=PASSWORD, name="", browser="b", device=Device()
    )

    jobs.run_due()

    letter = kept_letters().letters()[0]
    assert (letter.to, letter.subject) == (alice.email, "You already have an account")
    assert "http://localhost:5454/login" in letter.links


def test_no_letter_is_sent_for_what_is_over(app: Flask) -> None:
    make_registration("Erin").delete()
    Registration.request_letter("nobody@example.org", device=Device())

    assert jobs.run_due() == 2
    assert kept_letters().letters() == []


def test_a_letter_is_kept_where_only_its_owner_reads(app: Flask, settings: Settings) -> None:
    make_registration("Erin")

    jobs.run_due()

    assert settings.mail_dir.stat().st_mode & 0o777 == 0o700


@pytest.fixture
def posted(app: Flask, settings: Settings, tmp_path: Path, mail_server: MailServer) -> Flask:
    """The same site, with a mail server."""
    own = settings_for_tests(
        tmp_path,
        mongo_uri=settings.mongo_uri,
        **mail_server.settings,
        MAIL_DEFAULT_SENDER="Blogs <post@blogs.example>",
    )
    return create_app(own, connection=Connection(own, timeout=20))


def test_a_mail_server_gets_text_and_html(posted: Flask, mail_server: MailServer) -> None:
    with posted.app_context():
        make_registration("Erin")
        jobs.run_due()
        posted.extensions["blogsite.database"].close()

    letter = mail_server.letters[0]
    assert (letter["To"], letter["From"]) == ("erin@example.org", "Blogs <post@blogs.example>")
    assert letter["Message-ID"].endswith("@blogs.example>")
    assert [part.get_content_type() for part in letter.walk()][1:] == ["text/plain", "text/html"]


def test_a_letter_that_a_server_refuses_is_tried_again(
    posted: Flask, mail_server: MailServer
) -> None:
    mail_server.refuse_with("451 4.3.0 Try again later")
    with posted.app_context():
        make_registration("Erin")
        jobs.run_due()
        job = Job.find({"state": "waiting"})
        assert job is not None
        assert "451" in str(job.last_error)

        mail_server.accept()
        job.update({"run_at": job.created_at}, expecting={})
        jobs.run_due()
        posted.extensions["blogsite.database"].close()

    assert len(mail_server.letters) == 1
