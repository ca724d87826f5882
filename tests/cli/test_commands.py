"""The command line."""

from __future__ import annotations

import pytest
from flask import Flask

from blogsite.models import User
from tests.support.factories import PASSWORD, make_registration


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
