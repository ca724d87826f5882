"""What a person shows of herself: her name, handle and a few words."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from blogsite.database import atomic
from blogsite.lib import text
from blogsite.models.errors import Invalid, NotFound
from blogsite.models.handle import Handle
from blogsite.models.user import LONGEST_NAME, User

LONGEST_BIO = 500


@atomic
def change(user: User, *, name: str, handle: str, bio: str) -> None:
    """Show something else from now on; all of it or, when one thing will not do, nothing.

    Arguments:
        name: one line.
        handle: empty for none.
        bio: plain text, perhaps of several lines, perhaps empty.

    Raises:
        Invalid: one of them breaks a rule.
        NotFound: the account is gone.
    """
    if not user.refresh():
        raise NotFound
    changes = {
        "name": _named(name),
        "handle": _taken(handle, user),
        "bio": _told(bio),
    }
    user.update(changes, expecting={})


def _named(name: str) -> str:
    name = text.line(name)
    if not text.visible(name):
        raise Invalid(_("Enter a name that can be seen."), field="name")
    _check_length(name, LONGEST_NAME, field="name")
    return name


def _taken(handle: str, user: User) -> str | None:
    handle = text.line(handle)
    if not handle or handle == user.handle:
        return handle or None
    return Handle.take(handle, by=user)


def _told(bio: str) -> str:
    lines = [line.rstrip() for line in text.tidy(bio).strip().splitlines()]
    told = "\n".join(lines)
    _check_length(told, LONGEST_BIO, field="bio")
    return told


def _check_length(written: str, longest: int, *, field: str) -> None:
    if len(written) > longest:
        raise Invalid(
            ngettext(
                "Use %(num)d character at the most.",
                "Use %(num)d characters at the most.",
                longest,
            ),
            field=field,
        )
