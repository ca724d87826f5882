"""Deleting an account: asked for, called off within two weeks, or done when they are over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bson import ObjectId
from flask_babel import format_date
from flask_babel import gettext as _

from blogsite import mailers
from blogsite.database import atomic, collection
from blogsite.jobs import job, later
from blogsite.lib import addresses, clock
from blogsite.models import blog_removal, holdings, signals
from blogsite.models.blog import Blog
from blogsite.models.device import Device
from blogsite.models.email_change import UNDO
from blogsite.models.errors import Invalid, NotFound
from blogsite.models.handle import Handle
from blogsite.models.membership import OWNER, Membership
from blogsite.models.security_event import SecurityEvent
from blogsite.models.session import Session
from blogsite.models.ticket import Ticket
from blogsite.models.tombstone import Tombstone
from blogsite.models.user import Deletion, User

WAY_BACK = timedelta(days=14)
_JOB = "account-removal"
_EVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Estate:
    """One blog that somebody owns, and the other owners it could be left to."""

    blog: Blog
    heirs: Sequence[User]


def estates(user: User) -> list[Estate]:
    """The blogs that somebody owns, in a few queries however many they are."""
    mine = {"user_id": user.id, "role": OWNER}
    blogs = Blog.by_ids([one["blog_id"] for one in Membership.collection().find(mine)])
    owners = {"blog_id": {"$in": list(blogs)}, "role": OWNER, "user_id": {"$ne": user.id}}
    others = Membership.load_all(Membership.collection().find(owners))
    # Who is kept out, or is leaving too, is no heir.
    able = {"_id": {"$in": [one.user_id for one in others]}, "suspension": None, "deletion": None}
    people = {one.id: one for one in User.load_all(User.collection().find(able))}
    return [
        Estate(
            blog=blog,
            heirs=[
                people[one.user_id]
                for one in others
                if one.blog_id == blog.id and one.user_id in people
            ],
        )
        for blog in sorted(blogs.values(), key=lambda blog: (blog.created_at, blog.id))
        if not blog.removed
    ]


@atomic
def ask(user: User, *, email: str, fates: Mapping[str, Any], device: Device) -> None:
    """Have an account deleted in two weeks; until then everything public stays as it is.

    Every browser is signed out. Asked for twice, the first time stands.

    Arguments:
        user: whose account.
        email: its address, typed to show that it is meant.
        fates: blog ids to the ids of those who get them, or None for what is to be deleted.
        device: where it is asked.

    Raises:
        Invalid: the address is another, a blog's fate is not said or not possible, or nobody
            would be left to run the site.
        NotFound: the account is gone.
    """
    if not user.refresh():
        raise NotFound
    if user.deletion is not None:
        return
    _check_address(user, email)
    _check_fates(user, fates)
    _check_not_last_administrator(user)
    now = clock.now()
    deletion = Deletion(at=now, due_at=now + WAY_BACK, fates=dict(fates))
    user.update({"deletion": deletion}, expecting={"deletion": None})
    Session.revoke_all(user)
    # Whoever took an account over must not rob its owner of the way back to the address.
    Ticket.void(user, but=UNDO)
    until = format_date(deletion.due_at, "long")
    SecurityEvent.record("deletion-asked", user, device=device, about=until)
    later(_JOB, run_at=deletion.due_at, user_id=user.id, asked_at=now)


@atomic
def withdraw(user: User, *, device: Device) -> None:
    """Keep the account after all; harmless when nobody asked for its deletion.

    Raises:
        Invalid: it is being deleted at this moment.
        NotFound: it is gone.
    """
    if not user.refresh():
        raise NotFound
    if user.deletion is None:
        return
    if user.deletion.begun_at is not None:
        raise Invalid(_("It is too late: this account is being deleted."))
    user.update({"deletion": None}, expecting={})
    SecurityEvent.record("deletion-withdrawn", user, device=device)


@job(_JOB)
def remove(user_id: Any, asked_at: datetime) -> None:
    """Delete an account whose time is over; done twice or too late it does no harm.

    Arguments:
        user_id: whose.
        asked_at: when it was asked for; if that was called off, nothing is done.
    """
    user = _begun(user_id, asked_at)
    if user is None:
        return
    for estate in estates(user):
        _settle(estate.blog, user)
    # All that may be much first, outside of a transaction: there is no way back any more.
    holdings.forget(user_id)
    _finish(user)


@atomic
def _begun(user_id: Any, asked_at: datetime) -> User | None:
    user = User.find({"_id": user_id})
    if user is None or user.deletion is None or user.deletion.at != asked_at:
        return None
    if user.deletion.due_at > clock.now():
        # Somebody had it done by hand, or this machine's clock is behind.
        later(_JOB, run_at=user.deletion.due_at, user_id=user_id, asked_at=asked_at)
        return None
    if user.deletion.begun_at is None:
        begun = Deletion(**{**user.deletion.__dict__, "begun_at": clock.now()})
        user.update({"deletion": begun}, expecting={})
    return user


@atomic
def _settle(blog: Blog, user: User) -> None:
    """Do with a blog what was wished, or what comes closest by now."""
    fates = user.deletion.fates if user.deletion else {}
    if str(blog.id) in fates and fates[str(blog.id)] is None:
        blog_removal.remove(blog, by=user)
        return
    others = Membership.load_all(
        Membership.collection().find({"blog_id": blog.id, "user_id": {"$ne": user.id}})
    )
    if not others:
        blog_removal.remove(blog, by=user)
        return
    if not any(one.role == OWNER for one in others):
        # The heir left meanwhile. Whoever has been there longest keeps the words alive.
        min(others, key=lambda one: (one.created_at, one.id)).update({"role": OWNER}, expecting={})
    Membership.collection().delete_one({"blog_id": blog.id, "user_id": user.id})


@atomic
def _finish(user: User) -> None:
    holdings.forget(user.id)  # what came since
    Handle.let_go(user.id)
    if user.delete():
        Tombstone(id=user.id).insert()
        signals.tell(signals.user_removed, user.id)
        letter_id = str(ObjectId())
        later("account-removed-letter", email=user.email, letter_id=letter_id, language=user.speaks)


@job("account-removed-letter")
def send_removed_letter(email: str, letter_id: str, language: str = "") -> None:
    """Tell whose account it was that it is done.

    Arguments:
        email: the address that the account had.
        letter_id: the letter's own.
        language: that of whose account it was.
    """
    with mailers.speaking(language):
        mailers.accounts.removed(to=email, letter_id=letter_id)


def _check_address(user: User, email: str) -> None:
    try:
        same = addresses.key(email) == user.email_key
    except addresses.AddressRefused:
        same = False
    if not same:
        raise Invalid(_("This is not the address of your account."), field="email")


def _check_fates(user: User, fates: Mapping[str, Any]) -> None:
    for estate in estates(user):
        name = str(estate.blog.id)
        if name not in fates:
            raise Invalid(_("Say what becomes of this blog."), field=f"blog_{name}")
        if fates[name] not in (None, *(heir.id for heir in estate.heirs)):
            raise Invalid(_("Choose once more: this has changed."), field=f"blog_{name}")


def _check_not_last_administrator(user: User) -> None:
    if not user.administrator:
        return
    # Two who leave at once both write here, and one of them begins again.
    collection("site").update_one(
        {"_id": "administration"}, {"$set": {"leave_asked_at": clock.now()}}, upsert=True
    )
    others = {"administrator_since": {"$gt": _EVER}, "suspension": None, "deletion": None}
    if not User.find({**others, "_id": {"$ne": user.id}}):
        raise Invalid(
            _(
                "You are the only administrator. Make somebody else one first, so that the site "
                "has who runs it."
            )
        )
