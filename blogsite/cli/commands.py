"""How our commands behave: examples in each help, a refusal is a sentence and status 1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Any

import click
from flask.cli import AppGroup
from pymongo.errors import ConnectionFailure, PyMongoError

from blogsite.database import DatabaseRefused
from blogsite.lib.addresses import AddressRefused
from blogsite.models.errors import Refusal
from blogsite.web import logs

Examples = Sequence[tuple[str, str]]


class Refused(click.ClickException):
    """A command could not do what it was asked; status 1. Wrong use is status 2, Click's own."""

    exit_code = 1

    def show(self, _file: IO[Any] | None = None) -> None:
        logs.say(self.format_message())


class Command(click.Command):
    """A command whose help ends with examples.

    Arguments:
        examples: what one types after `flask --app app`, and what it does.
    """

    def __init__(self, *arguments: Any, examples: Examples = (), **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._examples = examples

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_epilog(ctx, formatter)
        if self._examples:
            with formatter.section("Examples"):
                formatter.write_dl(
                    [(f"flask --app app {typed}", does) for typed, does in self._examples]
                )


class Group(AppGroup):
    """Commands about one thing; what models and database refuse is said in one place, here."""

    command_class = Command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (Refusal, AddressRefused, DatabaseRefused) as refusal:
            raise Refused(str(refusal)) from refusal
        except ConnectionFailure as error:
            raise Refused(f"The database does not answer: {error}") from error
        except PyMongoError as error:
            raise Refused(f"The database refused: {error}") from error


Group.group_class = Group
