"""`flask user`: people's accounts."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from blogsite.lib import addresses, passwords
from blogsite.models import User
from blogsite.models.errors import Invalid
from blogsite.models.user import shown_name

user = AppGroup("user", help="People's accounts.")


@user.command()
@click.argument("email")
@click.option("--name", default="", help="The name that others see.")
@click.option("--admin", is_flag=True, help="Make it an administrator.")
@click.password_option(help="Asked for when left out, which keeps it out of the shell's history.")
def create(email: str, name: str, password: str, admin: bool) -> None:  # noqa: FBT001 (Click's way)
    """Make an account for EMAIL that needs no activation."""
    try:
        made = User.create(
            email=addresses.written(email),
            name=shown_name(name, email=email),
            password_hash=_hashed(password),
            administrator=admin,
        )
    except (Invalid, addresses.AddressRefused) as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(1)
    role = "administrator" if made.administrator else "user"
    click.echo(f"{made.email} can sign in now ({role} {made.id}).")


def _hashed(password: str) -> str:
    if not passwords.SHORTEST <= len(password) <= passwords.LONGEST:
        raise Invalid(f"Use {passwords.SHORTEST} to {passwords.LONGEST} characters.")
    return passwords.hashed(password)
