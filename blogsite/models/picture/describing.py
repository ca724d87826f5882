"""What a picture shows, said for those who do not see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from blogsite.database import atomic
from blogsite.jobs import later
from blogsite.lib import clock, text
from blogsite.models.errors import Invalid
from blogsite.models.picture.fields import REDRAWING, PictureFields
from blogsite.models.user import User

LONGEST_ALT = 1000

ONCE_MORE = timedelta(minutes=1)
"""Then whoever was saving a post meanwhile, with the picture as it was before, has finished."""


@dataclass(frozen=True, kw_only=True)
class Description:
    """What somebody says of a picture: words, or that it is there for decoration only."""

    alt: str = ""
    decorative: bool = False


class Described(PictureFields):
    """A picture has words of its own, for the posts that say nothing of it themselves."""

    @atomic
    def describe(self, alt: str, *, decorative: bool = False, by: User) -> None:
        """Say what it shows; the posts that show it say so soon after.

        Raises:
            Invalid: that is too long, or says something of what is there for decoration only.
            Forbidden: by somebody who does not belong to its blog.
            NotFound: it is gone.
        """
        self._begin_change(by)
        alt = text.line(alt)
        _check(alt, decorative=decorative)
        changes = {"alt": alt, "decorative": decorative}
        if any(getattr(self, name) != value for name, value in changes.items()):
            self.update(changes, expecting={})
            self.draw_anew()

    def draw_anew(self) -> None:
        """Ask for the job that draws it in the posts that show it; part of what changes it."""
        later(REDRAWING, picture_id=self.id)
        later(REDRAWING, run_at=clock.now() + ONCE_MORE, picture_id=self.id)


def problems(said: Mapping[Any, Description]) -> dict[Any, Invalid]:
    """Why some of these descriptions cannot be taken, by the ids of their pictures."""
    found = {}
    for picture_id, one in said.items():
        try:
            _check(text.line(one.alt), decorative=one.decorative)
        except Invalid as refusal:
            found[picture_id] = refusal
    return found


def _check(alt: str, *, decorative: bool) -> None:
    if alt and decorative:
        raise Invalid(
            _("It has a description and is marked as decoration: choose one of the two."),
            field="alt",
        )
    if len(alt) > LONGEST_ALT:
        raise Invalid(
            ngettext(
                "Use %(num)d character at the most.",
                "Use %(num)d characters at the most.",
                LONGEST_ALT,
            ),
            field="alt",
        )
