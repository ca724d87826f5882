"""`flask user reset-auth`, `link` and `email`: a way in where no letter arrives."""

from __future__ import annotations

import click

from blogsite import urls
from blogsite.cli import output
from blogsite.cli.commands import Refused
from blogsite.cli.user import chosen_registration, known, row, user
from blogsite.lib import addresses
from blogsite.models import email_change, reset_auth


@user.command(
    "reset-auth",
    examples=[
        ("user reset-auth ann@example.org", "when she has forgotten her password"),
        ("user reset-auth ann@example.org --second-factor", "when her phone is lost as well"),
        (
            "user reset-auth ann@example.org --passkeys --providers --sign-out",
            "when somebody else got in",
        ),
    ],
)
@click.argument("email")
@click.option("--second-factor", is_flag=True, help="Forget the authenticator app and its codes.")
@click.option("--passkeys", is_flag=True, help="Forget all passkeys.")
@click.option("--providers", is_flag=True, help="Unlink all accounts elsewhere.")
@click.option("--sign-out", is_flag=True, help="Sign out every browser at once.")
@output.as_json_option
def reset(
    email: str,
    second_factor: bool,  # noqa: FBT001 (how Click hands over a flag, here and below)
    passkeys: bool,  # noqa: FBT001
    providers: bool,  # noqa: FBT001
    sign_out: bool,  # noqa: FBT001
    as_json: bool,  # noqa: FBT001
) -> None:
    """Print a link by which the owner of EMAIL chooses a new password, for you to hand over.

    It works once, for a day, and opens the account to whoever holds it: make sure who asks. The
    account's log tells of it, and a letter as well. The old password works until a new one is
    chosen, which signs out every browser.
    """
    found = known(email)
    ticket = reset_auth.reset(
        found,
        second_factor=second_factor,
        passkeys=passkeys,
        providers=providers,
        sign_out=sign_out,
    )
    link = urls.absolute(urls.new_password(ticket.token))
    facts = {"email": found.email, "expires_at": ticket.expires_at, "link": link}
    output.facts(facts, as_json=as_json, sentence=link)


@user.command(
    examples=[
        ("user link ann@example.org", "the link of the letter that did not arrive"),
        ("user link ann@example.org --id 6560…", "when several registrations wait"),
    ]
)
@click.argument("email")
@click.option("--id", "chosen", metavar="ID", help="Which registration, when several wait.")
@output.as_json_option
def link(email: str, chosen: str | None, as_json: bool) -> None:  # noqa: FBT001
    """Print the link by which EMAIL activates its registration, for you to hand over.

    It is the one that the letter holds. Whoever opens it elsewhere than in the browser that
    registered types the password chosen there, or chooses a new one: make sure who asks.
    """
    found = chosen_registration(email, chosen)
    if found.confirmed:
        raise Refused(f"{email} is confirmed already, and waits for: user approve {email}")
    address = urls.absolute(urls.activation(found.token))
    facts = {"email": found.email, "expires_at": found.expires_at, "link": address}
    output.facts(facts, as_json=as_json, sentence=address)


@user.command(
    examples=[("user email ann@old.example ann@new.example", "when her old mailbox is gone")]
)
@click.argument("old")
@click.argument("new")
@output.as_json_option
def email(old: str, new: str, as_json: bool) -> None:  # noqa: FBT001
    """Give the account of OLD the address NEW.

    You vouch for the person and for the address. A letter tells the old one, and its link takes
    the change back for thirty days.
    """
    found = known(old)
    if addresses.written(new) == found.email:
        raise Refused(f"{found.email} is the address of that account already.")
    email_change.move(found, email=new, device=None)
    sentence = f"{old} is {found.email} now."
    output.facts(row(found), as_json=as_json, sentence=sentence)
