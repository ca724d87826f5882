"""The letters that wait on this machine because there is no mail server."""

from __future__ import annotations

from flask import current_app

from blogsite.lib.mailbox import KeptLetter, Mailbox


def kept_letters() -> Mailbox:
    """The folder of kept letters."""
    return Mailbox(current_app.config["SETTINGS"].mail_dir)


def letters_are_kept() -> bool:
    """Whether letters are kept instead of sent."""
    return not current_app.config["SETTINGS"].mail_server


__all__ = ["KeptLetter", "kept_letters", "letters_are_kept"]
