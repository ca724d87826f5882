"""One function per letter; no queries, no decisions."""

from blogsite.mailers import (
    accounts,
    emails,
    passwords,
    providers,
    registrations,
    security,
    trials,
)
from blogsite.mailers.letter import init_app, speaking

__all__ = [
    "accounts",
    "emails",
    "init_app",
    "passwords",
    "providers",
    "registrations",
    "security",
    "speaking",
    "trials",
]
