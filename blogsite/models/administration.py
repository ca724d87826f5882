"""Who runs the site: the first administrator, and how he comes to be."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import current_app
from pymongo import ReturnDocument

from blogsite import urls
from blogsite.database import collection, sign, unsign
from blogsite.lib import signing
from blogsite.models.errors import LinkExpired, LinkUnknown, LinkUsed

SETUP_LIFETIME = timedelta(days=7)
_SETUP = "site set-up"
_LINK = "setup"
_ID = "administration"


def administrator_id() -> Any:
    """The id of the first administrator, or None while there is none."""
    found = collection("site").find_one({"_id": _ID})
    return found["administrator_id"] if found else None


def claim_administration(user_id: Any) -> bool:
    """Make this user the first administrator; False when somebody was first."""
    winner = collection("site").find_one_and_update(
        {"_id": _ID},
        {"$setOnInsert": {"administrator_id": user_id}},
        upsert=True,
        return_document=ReturnDocument.AFTER,
    )
    return winner is not None and bool(winner["administrator_id"] == user_id)


def first_comer_administers() -> bool:
    """Whether the first activated account becomes the administrator.

    Only where nobody but the person at this machine can be first.
    """
    return bool(current_app.config["SETTINGS"].on_loopback)


def setup_link() -> str | None:
    """The one-time link that makes the first administrator; None when no link is needed."""
    if first_comer_administers() or administrator_id() is not None:
        return None
    return urls.absolute(urls.setup(sign("", purpose=_SETUP)))


def check_setup_token(token: str) -> None:
    """Let a good set-up link pass.

    Raises:
        LinkUnknown: the token is not ours.
        LinkExpired: it is too old.
        LinkUsed: the site has its administrator.
    """
    try:
        unsign(token, purpose=_SETUP, lifetime=SETUP_LIFETIME)
    except signing.TokenExpired as error:
        raise LinkExpired(_LINK) from error
    except signing.TokenRefused as error:
        raise LinkUnknown(_LINK) from error
    if administrator_id() is not None:
        raise LinkUsed(_LINK)
