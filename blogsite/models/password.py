"""Choosing a password: any characters, long enough, and not what others would guess."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from blogsite.lib import passwords
from blogsite.lib.passwords import LONGEST, SHORTEST, Weakness
from blogsite.models.errors import Invalid

REASONS = {
    Weakness.COMMON: _("This is among the passwords that are tried first."),
    Weakness.PERSONAL: _("This is made of your name or address, which others know."),
    Weakness.REPEATED: _("Repeats are easy to guess."),
    Weakness.SEQUENCE: _("Rows like abcd or 6543 are easy to guess."),
    Weakness.KEYBOARD: _("Rows of neighbouring keys are easy to guess."),
    Weakness.DATE: _("Dates and years are easy to guess."),
    Weakness.GUESSABLE: _("This is easy to guess."),
}


def hashed(password: str, *, about: Iterable[str] = (), field: str = "password") -> str:
    """The hash of a newly chosen password.

    Arguments:
        password: as it was chosen.
        about: what others know of its owner, such as a name and an address.
        field: where the form asks for it.

    Raises:
        Invalid: it is too short, too long, or easy to guess; the sentence says why.
    """
    if not SHORTEST <= len(passwords.normal(password)) <= LONGEST:
        raise Invalid(
            gettext(
                "Use %(shortest)d to %(longest)d characters.", shortest=SHORTEST, longest=LONGEST
            ),
            field=field,
        )
    weakness = passwords.weakness(password, about=about)
    if weakness:
        advice = gettext("Three or four unrelated words make a good one.")
        raise Invalid(f"{REASONS[weakness]} {advice}", field=field)
    return passwords.hashed(password)
