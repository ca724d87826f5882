"""What a provider says of somebody who has signed in there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from blogsite.lib import addresses, text
from blogsite.models.errors import Invalid
from blogsite.models.user import LONGEST_NAME

LONGEST_SUBJECT = 255
_LONGEST_ADDRESS = 254


@dataclass(frozen=True, kw_only=True)
class Claims:
    """Who (issuer and subject, for ever the same), and what is said of them (this may change)."""

    provider: str
    issuer: str
    subject: str
    email: str = ""
    email_verified: bool = False
    name: str = ""

    @classmethod
    def read(
        cls,
        *,
        provider: str,
        issuer: str,
        subject: object,
        email: object,
        verified: object,
        name: object,
    ) -> Self:
        """The claims in what somebody else wrote: what cannot be kept is left out.

        Arguments:
            provider: its name in the settings.
            issuer: as it has been checked.
            subject: a word that the issuer gives to one person only.
            email: an address; what is none counts as none.
            verified: whether the provider has made sure that it is theirs.
            name: may be anything.

        Raises:
            Invalid: there is no usable subject.
        """
        if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
            raise Invalid
        if text.unkeepable(subject):
            raise Invalid
        address = _address(email)
        return cls(
            provider=provider,
            issuer=issuer,
            subject=subject,
            email=address,
            # Some send it as a word.
            email_verified=bool(address) and verified in (True, "true"),
            name=_name(name),
        )

    @classmethod
    def load(cls, stored: Mapping[str, Any]) -> Self:
        """The claims as `stored` keeps them."""
        return cls(**{name: stored[name] for name in cls.__dataclass_fields__})

    @property
    def stored(self) -> dict[str, Any]:
        """For the database."""
        return asdict(self)

    @property
    def who(self) -> tuple[str, str]:
        """By what two claims are of the same person."""
        return self.issuer, self.subject


def _address(email: object) -> str:
    if not isinstance(email, str) or len(email) > _LONGEST_ADDRESS:
        return ""
    try:
        return addresses.written(email)
    except addresses.AddressRefused:
        return ""


def _name(name: object) -> str:
    if not isinstance(name, str):
        return ""
    line = text.line(text.without_unkeepable(name[: 4 * LONGEST_NAME]))
    return line[:LONGEST_NAME].strip() if text.visible(line) else ""
