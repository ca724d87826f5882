"""The letters that bring an account elsewhere together with one here."""

from __future__ import annotations

from flask_babel import gettext as _

from blogsite import urls
from blogsite.mailers import letter


def activation(*, to: str, token: str, hours: int, label: str, letter_id: str) -> None:
    """The link that makes an account for somebody who came through a provider.

    Without the name that the provider gave: a stranger may have chosen it.
    """
    letter.send(
        to=to,
        subject=_("Activate your account"),
        template="provider_activation",
        letter_id=letter_id,
        hours=hours,
        label=label,
        link=urls.absolute(urls.provider_letter(token)),
    )


def link(*, to: str, token: str, hours: int, label: str, letter_id: str) -> None:
    """The link that lets somebody sign in to their account through a provider as well."""
    letter.send(
        to=to,
        subject=_("Sign in through %(provider)s as well", provider=label),
        template="provider_link",
        letter_id=letter_id,
        hours=hours,
        label=label,
        link=urls.absolute(urls.provider_letter(token)),
    )
