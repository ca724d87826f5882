"""`flask mail`: the letters kept on this machine, and whether letters arrive."""

from __future__ import annotations

import click

from blogsite.cli import output
from blogsite.cli.commands import Group, Refused
from blogsite.models.kept_letter import KeptLetter, kept_letters, letters_are_kept
from blogsite.models.trial_letter import send_trial_letter

mail = Group("mail", help="Letters: read those kept here, try whether the others arrive.")


@mail.command(
    "list",
    examples=[
        ("mail list", "what was written, to whom, when"),
        ("mail list --json | jq -r .subject", "their subjects"),
    ],
)
@output.as_json_option
def list_letters(as_json: bool) -> None:  # noqa: FBT001 (how Click hands over a flag)
    """Show the letters kept in DATA_DIR/mail, the newest first.

    They are kept there while there is no mail server, that is, while MAIL_SERVER is unset.
    """
    letters = kept_letters().letters()
    output.rows(map(_row, letters), as_json=as_json, empty="No letters are kept here.")


@mail.command(
    examples=[
        ("mail show latest", "the activation letter of whoever registered last"),
        ("mail show latest --json | jq -r '.links[0]'", "its link alone"),
    ]
)
@click.argument("name")
@output.as_json_option
def show(name: str, as_json: bool) -> None:  # noqa: FBT001
    """Show one kept letter; NAME as `mail list` gives it, or `latest`."""
    mailbox = kept_letters()
    newest = mailbox.letters()[:1]
    letter = next(iter(newest), None) if name == "latest" else mailbox.find(name)
    if letter is None:
        raise Refused(f"There is no letter {name}.")
    whole = {**_row(letter), "text": letter.text, "links": letter.links}
    words = f"To: {letter.to}\nSubject: {letter.subject}\n\n{letter.text}"
    output.facts(whole, as_json=as_json, sentence=words)


@mail.command(
    examples=[
        ("mail test you@example.org", "does a letter reach you, and what does the server say")
    ]
)
@click.argument("address")
@output.as_json_option
def test(address: str, as_json: bool) -> None:  # noqa: FBT001
    """Send a letter to ADDRESS at once, and show what the mail server says to it.

    C: is what the site says, S: the server. User name and password are masked, so what is shown
    can be sent to somebody who helps. Ends with status 1 when the server does not take it. Without
    a mail server the letter is kept like all others, and its file is named.
    """
    said: list[str] = []
    tell = said.append if as_json else click.echo
    try:
        kept = send_trial_letter(address, tell=tell)
    except OSError as error:  # what smtplib raises is one, too
        if as_json:
            output.facts({"taken": False, "dialogue": said}, as_json=True, sentence="")
        raise Refused(f"The letter was not taken: {error}") from error
    row = {"taken": kept is None, "kept": kept, "dialogue": said}
    output.facts(row, as_json=as_json, sentence=_outcome(address, kept))


def _outcome(address: str, kept: object) -> str:
    if letters_are_kept():
        return f"There is no mail server: MAIL_SERVER is unset. The letter is kept as {kept}"
    return f"The mail server took a letter to {address}. Look for it there, among spam as well."


def _row(letter: KeptLetter) -> output.Row:
    return {
        "name": letter.name,
        "at": letter.at,
        "to": letter.to,
        "subject": letter.subject,
    }
