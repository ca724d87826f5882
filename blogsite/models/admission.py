"""Who may come in: what `REGISTRATION` means, asked in one place."""

from __future__ import annotations

from flask import current_app

from blogsite.models import administration


def open_to_all() -> bool:
    """Whether anybody gets an account at once who proves to be there."""
    return takes_applications() and not held_back()


def takes_applications() -> bool:
    """Whether anybody may ask for an account, though somebody may have to approve of it."""
    return _mode() in ("open", "approval")


def takes_invitations() -> bool:
    """Whether who holds an invitation may register."""
    return _mode() != "closed"


def by_invitation_only() -> bool:
    """Whether nobody else may."""
    return _mode() == "invite"


def held_back() -> bool:
    """Whether who has confirmed an address waits until whoever runs the site approves.

    The first account on this machine does not wait: it is the one of whoever runs the site.
    """
    return _mode() == "approval" and not (
        administration.first_comer_administers() and administration.administrator_id() is None
    )


def _mode() -> str:
    return str(current_app.config["SETTINGS"].registration)
