"""How a model says no: each refusal with a sentence for the person who asked."""

from __future__ import annotations

import math
from typing import Any

from flask_babel import lazy_gettext as _
from flask_babel import ngettext


class Refusal(Exception):
    """A rule says no.

    Arguments:
        sentence: what happened and what to do next; left out, the class's own.
        field: the form field it is about, if there is one.
    """

    sentence = _("That cannot be done.")

    def __init__(self, sentence: str | None = None, *, field: str | None = None) -> None:
        self.sentence = sentence or self.sentence
        self.field = field
        super().__init__(str(self.sentence))


class NotFound(Refusal):
    """There is no such thing, or it is not for this person to know of it."""

    sentence = _("There is nothing at this address.")


class Gone(Refusal):
    """It was public once and is no more."""

    sentence = _("What was here has been taken away by its author.")


class Forbidden(Refusal):
    """It can be seen, but not touched, by this person."""

    sentence = _("Only who belongs to the blog may do that.")


class Invalid(Refusal):
    """What was given breaks a rule; it belongs beside the field it names."""


class TooLarge(Invalid):
    """What was given is more than is kept."""


class WrongCredentials(Refusal):
    """Address and password do not fit together; which half was wrong is not said."""

    sentence = _("That address and password do not go together. Check both and try again.")


class AccountSuspended(WrongCredentials):
    """Address and password do fit, but the account is suspended; nobody else is told so."""

    sentence = _(
        "This account is suspended. Nothing of it is lost: ask whoever runs this site about it."
    )


class TooOften(Refusal):
    """Tried so often in a short while that it has to wait.

    Arguments:
        retry_after: seconds until it may be tried again.
        field: the form field it is about, if there is one.
    """

    def __init__(self, retry_after: float, *, field: str | None = None) -> None:
        self.retry_after = max(1, math.ceil(retry_after))
        minutes = math.ceil(self.retry_after / 60)
        super().__init__(
            ngettext(
                "That was tried many times in a short while. Try again in %(num)d minute.",
                "That was tried many times in a short while. Try again in %(num)d minutes.",
                minutes,
            ),
            field=field,
        )


class LinkRefused(Refusal):
    """A one-time link does not open.

    Arguments:
        purpose: what the link was for, which decides what the page offers instead.
    """

    sentence = _("This link does not work any more.")

    def __init__(self, purpose: str = "activation") -> None:
        self.purpose = purpose
        super().__init__()


class LinkExpired(LinkRefused):
    """A one-time link came too late."""


class LinkUsed(LinkRefused):
    """A one-time link has already done its work, or another has done it."""


class LinkUnknown(LinkRefused):
    """A link that this site never made, or that was damaged on the way."""


class Conflict(Refusal):
    """Somebody else was faster; nothing of what was given is lost.

    Arguments:
        version: the one that is stored now.
    """

    sentence = _("Somebody else changed this at the same moment. Look again, then try again.")

    def __init__(self, sentence: str | None = None, *, version: int = 0) -> None:
        self.version = version
        super().__init__(sentence)


class Overtaken(Conflict):
    """Two people changed the same words of a post; a person has to say what they are to be.

    Arguments:
        reconciliation: both sides, and what could be put together.
    """

    sentence = _(
        "Somebody else changed the same words while you were writing. Nothing is lost, and nothing "
        "of yours is saved yet: look at both below, then save once more."
    )

    def __init__(self, reconciliation: Any) -> None:
        self.reconciliation = reconciliation
        super().__init__(version=reconciliation.version)
