"""Where a blog is found: its name, and those it had before."""

from __future__ import annotations

from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import ngettext

from blogsite.database import atomic
from blogsite.lib import slugs
from blogsite.models import signals
from blogsite.models.blog.fields import BlogFields
from blogsite.models.errors import Forbidden, Invalid, NotFound
from blogsite.models.membership import OWNER
from blogsite.models.user import User

MOST_NAMES = 10
"""How many one blog may have in its life: what it gives up nobody else gets."""

RESERVED_NAMES = frozenset(
    (
        "abuse admin administrator administrators admins api auth blogsite help hostmaster legal "
        "login logout moderator moderators noreply no-reply official operator owner postmaster "
        "privacy root security staff support system team webmaster www"
    ).split()
)
"""Names that would make a blog look like the site itself."""


class Movable(BlogFields):
    """A name that was public stays the blog's: it leads to wherever the blog is now."""

    @classmethod
    def known_as(cls, name: str) -> Self | None:
        """The blog that has that name or had it; one that was deleted too."""
        return cls.find(by_any_name(name))

    @atomic
    def move(self, wish: str, *, by: User) -> None:
        """Give it another name; harmless when it has that one.

        Two who want the same at once meet in the unique index, and one of them begins again.

        Raises:
            Forbidden: by somebody who does not own it.
            Invalid: it is no name, is not to be had, or is one too many.
            NotFound: the blog is gone.
        """
        if not self.refresh() or self.removed:
            raise NotFound
        if self.role_of(by) != OWNER:
            raise Forbidden
        name = slugs.slug(wish.removeprefix("@"), fallback="")
        if not name:
            raise Invalid(_("Use letters or digits."), field="name")
        if name == self.slug:
            return
        self._check_to_be_had(name)
        old = [one for one in self.old_slugs if one != name]
        changes = {"slug": name, "old_slugs": [*old, self.slug]}
        self.update(changes, expecting={"slug": self.slug})
        signals.tell(signals.blog_moved, self, by=by)

    def _check_to_be_had(self, name: str) -> None:
        if name in self.old_slugs:
            return
        if name in RESERVED_NAMES or self.known_as(name):
            raise Invalid(_("This address is taken. Try another."), field="name")
        if len(self.old_slugs) + 1 >= MOST_NAMES:
            raise Invalid(
                ngettext(
                    "This blog has had %(num)d address, which is as many as one may have.",
                    "This blog has had %(num)d addresses, as many as one may have. Choose one of "
                    "those again.",
                    MOST_NAMES,
                ),
                field="name",
            )


def by_any_name(name: str) -> dict[str, Any]:
    """What finds the blog that has that name or had it: each half is served by an index."""
    return {"$or": [{"slug": name}, {"old_slugs": name}]}
