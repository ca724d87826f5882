"""A letter that shows whether letters arrive; sent at once, by whoever runs the site."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bson import ObjectId

from blogsite import mailers
from blogsite.lib import addresses
from blogsite.models.kept_letter import kept_letters, letters_are_kept
from blogsite.models.spoken import spoken_now


def send_trial_letter(address: str, *, tell: Callable[[str], None]) -> Path | None:
    """Send one now, past the jobs.

    Arguments:
        address: whose mailbox to try.
        tell: is given what is said between the site and the mail server, line by line.

    Returns:
        Where the letter is kept, if there is no mail server.

    Raises:
        AddressRefused: that is no address.
        smtplib.SMTPException, OSError: the server did not take it.
    """
    letter_id = str(ObjectId())
    with mailers.speaking(spoken_now()):
        mailers.trials.trial(to=addresses.written(address), letter_id=letter_id, tell=tell)
    return kept_letters().folder / f"{letter_id}.eml" if letters_are_kept() else None
