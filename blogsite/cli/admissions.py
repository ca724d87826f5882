"""`flask user invite`, `waiting`, `approve` and so on: who gets an account."""

from __future__ import annotations

from datetime import timedelta

import click

from blogsite import urls
from blogsite.cli import output
from blogsite.cli.commands import Refused
from blogsite.cli.user import id_of, row, user
from blogsite.models import Registration, Ticket, User, admission, application, invitation
from blogsite.models.errors import LinkUsed


@user.command(
    examples=[
        ("user invite", "a link for whoever you give it to"),
        ("user invite --email ann@example.org", "a link that only her address can use"),
        ("user invite --count 30 --json | jq -r .link", "links for a class"),
    ]
)
@click.option("--email", default="", help="Only for this address.")
@click.option(
    "--days",
    type=click.IntRange(1, 365),
    default=invitation.LIFETIME.days,
    show_default=True,
    help="How long it can be used.",
)
@click.option("--count", type=click.IntRange(1, 1000), default=1, help="How many.")
@output.as_json_option
def invite(email: str, days: int, count: int, as_json: bool) -> None:  # noqa: FBT001 (a flag)
    """Make one-time invitations and print their links, for you to hand over.

    Whoever opens one may register, once, whatever REGISTRATION says but for "closed", and waits
    for nobody's approval. The address is confirmed by a letter as always.
    """
    if email and count > 1:
        raise click.UsageError("With --email there is one invitation.")
    if not admission.takes_invitations():
        click.echo("REGISTRATION is closed: the link works once that is changed.", err=True)
    for _n in range(count):
        made = invitation.invite(email=email, lifetime=timedelta(days=days))
        output.facts(_invitation_row(made), as_json=as_json, sentence=_link(made))


@user.command(examples=[("user invitations", "what can be used, and who has registered already")])
@output.as_json_option
def invitations(as_json: bool) -> None:  # noqa: FBT001
    """Show invitations that are neither used nor over.

    One that is taken has a registration which waits for its activation.
    """
    found = map(_invitation_row, invitation.open_ones())
    output.rows(found, as_json=as_json, empty="There are no invitations.")


@user.command(examples=[("user uninvite 6560…", "when a link came into wrong hands")])
@click.argument("invitation_id", metavar="ID")
@output.as_json_option
def uninvite(invitation_id: str, as_json: bool) -> None:  # noqa: FBT001
    """Take an invitation back.

    Whoever has registered with it and not yet activated the account is out as well.
    """
    taken = invitation.revoke(id_of(invitation_id))
    sentence = f"Invitation {taken.id} is taken back."
    output.facts(_invitation_row(taken), as_json=as_json, sentence=sentence)


@user.command(
    examples=[
        ("user waiting", "who asks for an account"),
        ("user approve ann@example.org", "let somebody in"),
        ("user reject 6560…", "or not"),
    ]
)
@output.as_json_option
def waiting(as_json: bool) -> None:  # noqa: FBT001
    """Show who waits for your approval, the first who asked first.

    Their addresses are confirmed. After 90 days without a decision they are forgotten.
    """
    found = map(_applicant_row, application.waiting())
    output.rows(found, as_json=as_json, empty="Nobody waits for approval.")


@user.command(examples=[("user approve ann@example.org", "let somebody in who waits")])
@click.argument("who", metavar="EMAIL|ID")
@output.as_json_option
def approve(who: str, as_json: bool) -> None:  # noqa: FBT001
    """Make the account of somebody who waits; a letter tells them."""
    applicant = _applicant(who)
    try:
        made = application.approve(applicant)
    except LinkUsed:
        raise _decided(applicant) from None
    sentence = f"{made.email} can sign in now; a letter says so."
    output.facts(row(made), as_json=as_json, sentence=sentence)


@user.command(
    examples=[
        ("user reject eve@example.org", "without a word"),
        ("user reject eve@example.org --tell", "with a short letter"),
    ]
)
@click.argument("who", metavar="EMAIL|ID")
@click.option("--tell", is_flag=True, help="Send a short letter.")
@output.as_json_option
def reject(who: str, tell: bool, as_json: bool) -> None:  # noqa: FBT001
    """Let somebody not in who waits; nothing of them is kept."""
    applicant = _applicant(who)
    try:
        application.reject(applicant, tell=tell)
    except LinkUsed:
        raise _decided(applicant) from None
    sentence = f"{applicant.email} gets no account."
    output.facts(_applicant_row(applicant), as_json=as_json, sentence=sentence)


def _applicant(who: str) -> Registration:
    found = application.find(who)
    if found is None:
        known = "@" in who and User.find_by_email(who)
        raise Refused(f"{who} has an account already." if known else f"{who} does not wait.")
    return found


def _decided(applicant: Registration) -> Refused:
    return Refused(f"Somebody has decided about {applicant.email} meanwhile.")


def _link(made: Ticket) -> str:
    return urls.absolute(urls.invitation(made.token))


def _invitation_row(one: Ticket) -> output.Row:
    return {
        "id": one.id,
        "email": invitation.bound_to(one),
        "taken": invitation.taken(one),
        "expires_at": one.expires_at,
        "link": _link(one),
    }


def _applicant_row(one: Registration) -> output.Row:
    return {
        "id": one.id,
        "email": one.email,
        "name": one.name,
        "registered_at": one.created_at,
        "confirmed_at": one.confirmed_at,
    }
