"""Somebody tries to guess their way into an account: its owner learns that it was stopped."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from blogsite.jobs import job, later
from blogsite.lib import addresses
from blogsite.models.device import Device
from blogsite.models.errors import TooOften
from blogsite.models.security_event import SecurityEvent
from blogsite.models.throttle import Bucket, Rate
from blogsite.models.user import User

TOLD = Rate("telling of guesses", 1, timedelta(hours=6))
"""So that nobody fills a stranger's log, or mailbox, by guessing on."""


@dataclass(frozen=True, kw_only=True)
class Guess:
    """One try to get into an account."""

    kind: str
    """Of the security event, should it be one too many."""
    email: str
    """The account's, or what was typed."""
    device: Device
    field: str
    """Of the form, beside which a refusal belongs."""

    def count(self, buckets: Sequence[Bucket], *, of_account: Sequence[Rate]) -> None:
        """Count it, before anybody looks whether it is right.

        The same is written whether there is such an account: only a job looks.

        Arguments:
            buckets: by which it is counted.
            of_account: the rates whose refusal is news for the owner of the account.

        Raises:
            TooOften: there were too many.
        """
        for bucket in buckets:
            try:
                bucket.take(field=self.field)
            except TooOften:
                if bucket.rate in of_account:
                    self._tell()
                raise

    def _tell(self) -> None:
        with suppress(TooOften, addresses.AddressRefused):
            key = addresses.key(self.email)
            TOLD.of(self.kind, key).take()
            later(
                "guessing",
                event=self.kind,
                email_key=key,
                agent=self.device.agent,
                place=self.device.place,
            )


@job("guessing")
def note_guessing(event: str, email_key: str, agent: str, place: str) -> None:
    """Write it into the log of the account, if there is one.

    Arguments:
        event: its kind.
        email_key: whose.
        agent: what the browser called itself.
        place: the network it asked from.
    """
    user = User.find({"email_key": email_key})
    if user:
        somewhere = Device(agent=agent, address=place.partition("/")[0])
        SecurityEvent.record(event, user, device=somewhere)
