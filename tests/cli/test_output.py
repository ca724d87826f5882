"""What every command has in common: its help, its tables, its progress, its refusals."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator

import pytest
from flask import Flask
from pymongo.errors import OperationFailure, ServerSelectionTimeoutError

from blogsite import cli
from blogsite.cli import output
from blogsite.models import User
from tests.support.code import ROOT
from tests.support.commands import objects, run

GROUPS = (cli.user, cli.jobs, cli.mail, cli.db, cli.demo)
COMMANDS = [(group.name, name) for group in GROUPS for name in group.commands]


@pytest.mark.parametrize(("group", "name"), COMMANDS, ids=map(" ".join, COMMANDS))
def test_every_help_teaches_with_examples(app: Flask, group: str, name: str) -> None:
    said = run(app, group, name, "--help").output

    assert f"flask --app app {group} {name}" in said.partition("Examples:")[2]
    assert "--json" in said


@pytest.mark.parametrize(("group", "name"), COMMANDS, ids=map(" ".join, COMMANDS))
def test_every_command_and_option_is_documented(app: Flask, group: str, name: str) -> None:
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    (line, *_others) = re.findall(rf"`{group} {name}[ `].*", page)
    options = re.findall(r"^  (--[a-z-]+)", run(app, group, name, "--help").output, re.MULTILINE)

    untold = set(options) - {"--help", "--json", "--password" if group == "user" else ""}
    assert [option for option in untold if option not in line] == []


def test_a_table_is_aligned_in_any_script(capsys: pytest.CaptureFixture[str]) -> None:
    found = [{"name": "王文静", "age": 7}, {"name": "Zoe\u0301", "age": None}]

    output.rows(found, as_json=False, empty="")

    assert capsys.readouterr().out == "NAME    AGE\n王文静  7\nZoe\u0301\n"


def test_a_table_is_printed_as_it_comes(capsys: pytest.CaptureFixture[str]) -> None:
    def endless() -> Iterator[output.Row]:
        for number in range(10_000):
            if number == 500:
                raise KeyboardInterrupt
            yield {"number": number}

    with pytest.raises(KeyboardInterrupt):
        output.rows(endless(), as_json=False, empty="")

    assert capsys.readouterr().out.splitlines()[-1] == "499"


def test_progress_is_plain_lines_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    with output.progress("Posts", 40) as advance:
        for _ in range(40):
            advance(1)

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines()[-1] == "Posts: 40 of 40"
    assert len(said.err.splitlines()) == 10


def test_progress_is_a_bar_for_people(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stderr", terminal)

    with output.progress("Posts", 4) as advance:
        advance(4)

    assert "Posts  [####################################]  100%" in terminal.getvalue()


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (ServerSelectionTimeoutError("no primary"), "The database does not answer: no primary"),
        (OperationFailure("no space", 1), "The database refused: no space"),
    ],
)
def test_a_database_that_fails_is_a_sentence(
    app: Flask, monkeypatch: pytest.MonkeyPatch, error: Exception, sentence: str
) -> None:
    def fail(**_options: object) -> None:
        raise error

    monkeypatch.setattr(User, "every", fail)

    done = run(app, "user", "list")

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith(sentence)


def test_values_are_fit_for_a_line() -> None:
    assert [output.printable(one) for one in (True, False, None, ["a", 1], "a\nb")] == [
        *("yes", "no", "", "a, 1", "a b")
    ]


def test_wrong_use_is_status_two(app: Flask) -> None:
    assert run(app, "user", "list", "--limit", "0").exit_code == 2
    assert run(app, "db", "nonsense").exit_code == 2


def test_json_is_one_object_a_line(app: Flask, alice: User) -> None:
    assert len(objects(run(app, "user", "list", "--json"))) == 2
