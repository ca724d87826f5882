"""`flask mail`: the letters kept on this machine."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from blogsite.models.kept_letter import kept_letters

mail = AppGroup("mail", help="Letters kept here because there is no mail server.")


@mail.command("list")
def list_letters() -> None:
    """Show the kept letters, the newest first."""
    letters = kept_letters().letters()
    for letter in letters:
        click.echo(f"{letter.name}  {letter.at:%Y-%m-%d %H:%M}  {letter.to}  {letter.subject}")
    if not letters:
        click.echo("No letters are kept here.", err=True)


@mail.command()
@click.argument("name")
def show(name: str) -> None:
    """Show one letter; NAME as `flask mail list` gives it, or `latest`."""
    mailbox = kept_letters()
    newest = mailbox.letters()[:1]
    letter = next(iter(newest), None) if name == "latest" else mailbox.find(name)
    if letter is None:
        click.echo(f"There is no letter {name}.", err=True)
        sys.exit(1)
    click.echo(f"To: {letter.to}\nSubject: {letter.subject}\n\n{letter.text}")
