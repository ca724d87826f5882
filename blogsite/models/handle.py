"""The short name of a person: chosen, unlike any other, and nobody else's ever after."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import ngettext
from pymongo import IndexModel

from blogsite.database import Document
from blogsite.lib import clock
from blogsite.models.errors import Invalid
from blogsite.models.user import User

SHORTEST, LONGEST = 2, 30
MOST = 5
"""How many one account may take in its life: what it gives up nobody else gets."""

RESERVED = frozenset(
    (
        "abuse account accounts admin administrator administrators admins all anonymous api auth "
        "author blog blogs blogsite contact everybody everyone former-author help hostmaster "
        "info legal login logout mail media me moderator moderators noreply no-reply nobody null "
        "official operator owner postmaster privacy profile register root search security "
        "settings site staff static support system team undefined user users webmaster www you"
    ).split()
)

_SHAPE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(kw_only=True, eq=False)
class Handle(Document):
    """One that was taken, under itself; it stays when its owner takes another or goes."""

    collection_name: ClassVar[str] = "handles"
    indexes = (IndexModel([("user_id", 1)]),)

    user_id: Any
    created_at: datetime = field(default_factory=clock.now)

    @classmethod
    def take(cls, wish: str, *, by: User) -> str:
        """Make it somebody's, in the transaction of whoever calls; one's own of earlier is free.

        Two who want the same at once write the same document, and one of them begins again.

        Raises:
            Invalid: it is no handle, is not to be had, or is one too many.
        """
        handle = wish.lower().removeprefix("@")
        if not SHORTEST <= len(handle) <= LONGEST or not _SHAPE.fullmatch(handle):
            raise Invalid(
                _(
                    "Use %(shortest)d to %(longest)d small letters and digits, with single "
                    "hyphens between them.",
                    shortest=SHORTEST,
                    longest=LONGEST,
                ),
                field="handle",
            )
        found = cls.find({"_id": handle})
        if handle in RESERVED or (found and found.user_id != by.id):
            raise Invalid(_("This handle is taken. Try another."), field="handle")
        if not found:
            cls._check_number(by)
            cls(id=handle, user_id=by.id).insert()
        return handle

    @classmethod
    def _check_number(cls, user: User) -> None:
        if cls.collection().count_documents({"user_id": user.id}, limit=MOST) == MOST:
            raise Invalid(
                ngettext(
                    "You have had %(num)d handle, which is as many as one account may have.",
                    "You have had %(num)d handles, as many as one account may have. Choose one of "
                    "those again.",
                    MOST,
                ),
                field="handle",
            )

    @classmethod
    def let_go(cls, user_id: Any) -> None:
        """Forget whose they were; they stay taken."""
        cls.collection().update_many({"user_id": user_id}, {"$set": {"user_id": None}})
