"""E-mail addresses: written as their owner writes them, compared as one mailbox."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email


class AddressRefused(ValueError):
    """Nothing can be delivered to such an address."""


def written(address: str) -> str:
    """The address with its domain in normal form.

    Raises:
        AddressRefused: it cannot be an address. Says nothing about whether it exists.
    """
    try:
        valid = validate_email(
            address, check_deliverability=False, strict=True, test_environment=True
        )
    except EmailNotValidError as error:
        raise AddressRefused(str(error)) from error
    return valid.normalized


def key(address: str) -> str:
    """What two spellings of one mailbox have in common: `Ada@Example.ORG` and `ada@example.org`."""
    return written(address).casefold()
