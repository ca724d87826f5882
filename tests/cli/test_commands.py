"""The command line."""

from __future__ import annotations

import pytest
from flask import Flask

from blogsite import jobs
from blogsite.models import User
from tests.support.factories import PASSWORD, make_registration, said


def run(app: Flask, *words: str, typed: str | None = None) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=list(words), input=typed)
    return result.exit_code, result.output


def test_a_user_is_made_and_can_sign_in(app: Flask, dan: User) -> None:
    code, said = run(
        app, "user", "create", "erin@example.org", "--name", "Erin", "--password", PASSWORD
    )

    assert (code, "can sign in now (user" in said) == (0, True)
    assert User.authenticate(email="erin@example.org", password=PASSWORD).name == "Erin"


def test_an_administrator_is_made(app: Flask, dan: User) -> None:
    run(app, "user", "create", "erin@example.org", "--admin", "--password", PASSWORD)

    assert User.authenticate(email="erin@example.org", password=PASSWORD).administrator


def test_a_password_is_asked_for_twice(app: Flask) -> None:
    code, said = run(app, "user", "create", "erin@example.org", typed=f"{PASSWORD}\n{PASSWORD}\n")

    assert code == 0
    assert PASSWORD not in said


@pytest.mark.parametrize(
    ("email", "password", "sentence"),
    [
        ("nonsense", PASSWORD, "@"),
        ("erin@example.org", "short", "Use 8 to 1024 characters."),
        ("dan@example.org", PASSWORD, "has an account already"),
    ],
)
def test_a_refusal_is_a_sentence_and_a_status(
    app: Flask, dan: User, email: str, password: str, sentence: str
) -> None:
    code, said = run(app, "user", "create", email, "--password", password)

    assert code == 1
    assert sentence in said
    assert "Traceback" not in said


def test_due_jobs_are_done_on_request(app: Flask) -> None:
    make_registration("Erin")

    assert run(app, "jobs", "work", "--once") == (0, "Done: 1\n")


def test_kept_letters_are_listed_and_shown(app: Flask) -> None:
    registration = make_registration("Erin")
    jobs.run_due()

    code, listed = run(app, "mail", "list")
    assert code == 0
    assert "erin@example.org  Activate your account" in listed
    for name in (str(registration.id), "latest"):
        code, shown = run(app, "mail", "show", name)
        assert code == 0
        assert f"http://localhost:5454/users/activate/{said(registration)}" in shown


def test_a_letter_that_is_not_there_is_an_error(app: Flask) -> None:
    assert run(app, "mail", "list")[1] == "No letters are kept here.\n"
    assert run(app, "mail", "show", "latest")[0] == 1
    assert run(app, "mail", "show", "../secret_key")[0] == 1
