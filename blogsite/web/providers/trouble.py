"""What can go wrong with a provider, in words that hold no secret."""

from __future__ import annotations

from enum import Enum


class Kind(Enum):
    """Whose turn it is, and what the visitor is told."""

    LOST = "lost"
    """The visit was not begun in this browser, or too long ago, or has ended."""

    DENIED = "denied"
    """The person, or the provider, said no."""

    AWAY = "away"
    """The provider does not answer, or not in time."""

    LIED = "lied"
    """What the provider says does not hold."""

    OTHER = "other"
    """Somebody else came back than was asked for."""


class Trouble(Exception):
    """A visit to a provider ends here, and nothing has been made.

    Arguments:
        kind: what the visitor is told.
        reason: for the log; never what the provider or the visitor sent.
    """

    def __init__(self, kind: Kind, reason: str) -> None:
        self.kind = kind
        self.reason = reason
        super().__init__(reason)
