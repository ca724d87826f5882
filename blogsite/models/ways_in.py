"""The ways into an account: there is always one left."""

from __future__ import annotations

from datetime import datetime

from flask import current_app
from flask_babel import gettext as _

from blogsite.database import collection
from blogsite.lib import clock
from blogsite.models.errors import Invalid, NotFound
from blogsite.models.user import User


def count(user: User) -> int:
    """How many ways there are: the password, each good passkey, each provider still set up."""
    providers = [one.name for one in current_app.config["SETTINGS"].oauth_providers]
    linked = {"user_id": user.id, "provider": {"$in": providers}}
    return (
        (user.password_hash is not None)
        + collection("passkeys").count_documents({"user_id": user.id, "copied_at": None})
        + collection("identities").count_documents(linked)
    )


def give_up_one(user: User) -> None:
    """Let one way go, in the transaction that removes it and before it does.

    Two who remove the last two at once both write the account, and one of them begins again.

    Raises:
        Invalid: it is the last.
        NotFound: the account is gone.
    """
    if not user.refresh():
        raise NotFound
    if count(user) < 2:
        raise Invalid(_("This is your last way in. Add another one first, such as a password."))
    user.update({"ways_changed_at": clock.now()}, expecting={})


def forget_since(user: User, moment: datetime) -> None:
    """Remove each way that came after a moment, and a second step that did, in a transaction.

    Asks for no proof, and leaves no way in unless another is there.
    """
    for name in ("passkeys", "identities"):
        collection(name).delete_many({"user_id": user.id, "created_at": {"$gte": moment}})
    collection("authenticators").delete_many({"_id": user.id, "confirmed_at": {"$gte": moment}})
