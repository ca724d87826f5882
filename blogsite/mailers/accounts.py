"""The letter that ends an account."""

from __future__ import annotations

from flask_babel import gettext as _

from blogsite.mailers import letter


def removed(*, to: str, letter_id: str) -> None:
    """The account is deleted: the last letter to its address."""
    letter.send(
        to=to,
        subject=_("Your account is deleted"),
        template="account_removed",
        letter_id=letter_id,
    )
