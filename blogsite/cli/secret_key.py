"""`flask secret-key`: what signs cookies and links."""

from __future__ import annotations

from flask import current_app

from blogsite.cli import output
from blogsite.cli.commands import Group, Refused
from blogsite.database import rotate_secret_key

secret_key = Group("secret-key", help="The key that signs cookies and links.")


@secret_key.command(
    examples=[("secret-key rotate", "then start the site again, on each of its servers")]
)
@output.as_json_option
def rotate(as_json: bool) -> None:  # noqa: FBT001 (how Click hands over a flag)
    """Put a new key in the place of the kept one.

    Nobody is signed out, no form is refused and no letter loses its link: the old key stays good
    for reading until it has been replaced three times more, and processes that run read the new
    one when they meet it. To have all of them sign with it, start them again. Where SECRET_KEY
    gives the key, change it there, and name the old one in SECRET_KEY_FALLBACKS.
    """
    if not rotate_secret_key(current_app.config["SETTINGS"]):
        raise Refused(
            "SECRET_KEY gives the key: change it there, and put the old one into "
            "SECRET_KEY_FALLBACKS."
        )
    output.facts(
        {"rotated": True},
        as_json=as_json,
        sentence="There is a new key. Start the site again to use it.",
    )
