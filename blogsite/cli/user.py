"""`flask user`: people's accounts."""

from __future__ import annotations

from itertools import islice

import click
from bson import ObjectId
from bson.errors import InvalidId

from blogsite.cli import output
from blogsite.cli.commands import Group, Refused
from blogsite.lib import addresses
from blogsite.models import Registration, User
from blogsite.models.password import hashed
from blogsite.models.user import shown_name

user = Group("user", help="People's accounts, who gets one, and the ways into them.")


@user.command(
    examples=[
        ("user create you@example.org --admin", "the first administrator of a public site"),
        ("user create ann@example.org --name Ann", "an account that needs no letter"),
    ]
)
@click.argument("email")
@click.option("--name", default="", help="The name that others see.")
@click.option("--admin", is_flag=True, help="Make it an administrator.")
@click.password_option(help="Asked for when left out, which keeps it out of the shell's history.")
@output.as_json_option
def create(
    email: str,
    name: str,
    password: str,
    admin: bool,  # noqa: FBT001 (how Click hands over a flag, here and below)
    as_json: bool,  # noqa: FBT001
) -> None:
    """Make an account for EMAIL that needs no activation.

    Ends with status 1 when the address has an account already or the password will not do.
    """
    made = User.create(
        email=addresses.written(email),
        name=shown_name(name, email=email),
        password_hash=hashed(password, about=(email, name)),
        administrator=admin,
    )
    role = "administrator" if made.administrator else "user"
    sentence = f"{made.email} can sign in now ({role} {made.id})."
    output.facts(row(made), as_json=as_json, sentence=sentence)


@user.command(
    examples=[
        ("user activate ann@example.org", "when her letter did not arrive"),
        ("user activate ann@example.org --id 6560…", "when several registrations wait"),
    ]
)
@click.argument("email")
@click.option("--id", "chosen", metavar="ID", help="Which registration, when several wait.")
@output.as_json_option
def activate(email: str, chosen: str | None, as_json: bool) -> None:  # noqa: FBT001
    """Activate who waits for a letter.

    Makes an account of the registration that waits for EMAIL. The link in a letter proves that a
    person reads the mail of that address; here you vouch for it. The password is the one chosen
    at registration. Anybody can register any address, so when several registrations wait for one,
    say which: ask the person when it was made.
    """
    activated = chosen_registration(email, chosen).vouch()
    sentence = f"{activated.email} can sign in now, with the password chosen at registration."
    output.facts(row(activated), as_json=as_json, sentence=sentence)


@user.command(
    "list",
    examples=[
        ("user list --admin", "who runs the site"),
        ("user list --json | jq -r .email", "all addresses"),
        ("user list --limit 100 --after 6560…", "the next hundred after that account"),
    ],
)
@click.option("--admin", is_flag=True, help="Only administrators.")
@click.option("--suspended", is_flag=True, help="Only those who are suspended.")
@click.option("--after", metavar="ID", help="Begin after this account.")
@click.option("--limit", type=click.IntRange(min=1), help="How many at the most.")
@output.as_json_option
def list_users(
    admin: bool,  # noqa: FBT001
    suspended: bool,  # noqa: FBT001
    after: str | None,
    limit: int | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Show accounts, the oldest first.

    They are printed as they are read, page by page: a million of them is no problem.
    """
    found = User.every(
        administrators=admin, suspended=suspended, after=id_of(after) if after else None
    )
    output.rows(map(row, islice(found, limit)), as_json=as_json, empty="There are no accounts.")


@user.command(
    examples=[
        ("user suspend eve@example.org --reason spam", "keep somebody out"),
        ("user reinstate eve@example.org", "let them in again"),
    ]
)
@click.argument("email")
@click.option("--reason", default="", help="Why, for whoever asks later; the person is not told.")
@output.as_json_option
def suspend(email: str, reason: str, as_json: bool) -> None:  # noqa: FBT001
    """Keep somebody out.

    The owner of EMAIL is signed out at once everywhere, and not let in again. Blogs and posts
    stay as they are. Doing it twice changes nothing.
    """
    found = known(email)
    found.suspend(reason=reason)
    sentence = f"{found.email} is suspended and signed out."
    output.facts(row(found), as_json=as_json, sentence=sentence)


@user.command(examples=[("user reinstate eve@example.org", "let somebody in again")])
@click.argument("email")
@output.as_json_option
def reinstate(email: str, as_json: bool) -> None:  # noqa: FBT001
    """Let somebody in again.

    The owner of EMAIL can sign in as before; harmless when nobody kept them out.
    """
    found = known(email)
    found.reinstate()
    output.facts(row(found), as_json=as_json, sentence=f"{found.email} can sign in again.")


def chosen_registration(email: str, chosen: str | None) -> Registration:
    """The one that waits for an address, or that of several which was chosen by its id."""
    if User.find_by_email(email):
        raise Refused(f"{email} has an account already.")
    waiting = Registration.waiting_for(email)
    found = [one for one in waiting if chosen in (None, str(one.id))]
    if not found:
        raise Refused(f"No such registration waits for {email}; it may be over. Register again.")
    if len(found) > 1:
        made = "\n".join(f"  {one.id}  made {output.printable(one.created_at)}" for one in found)
        raise Refused(f"Several registrations wait for {email}; choose one with --id:\n{made}")
    return found[0]


def known(email: str) -> User:
    """Whose account it is."""
    found = User.find_by_email(email)
    if found is None:
        raise Refused(f"{email} has no account here.")
    return found


def row(one: User) -> output.Row:
    """What is printed of an account."""
    return {
        "id": one.id,
        "email": one.email,
        "name": one.name,
        "administrator": one.administrator,
        "created_at": one.created_at,
        "suspended_at": one.suspension.at if one.suspension else None,
        "reason": one.suspension.reason if one.suspension else "",
    }


def id_of(text: str) -> ObjectId:
    """The id that somebody typed."""
    try:
        return ObjectId(text)
    except InvalidId:
        raise click.BadParameter("An id has 24 hexadecimal digits.") from None
