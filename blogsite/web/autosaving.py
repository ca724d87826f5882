"""What pages put aside while somebody writes: taken in here, and offered in the editor."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bson import ObjectId
from bson.errors import InvalidId
from flask import abort, request
from flask_babel import gettext as _

from blogsite import urls
from blogsite.lib import clock
from blogsite.models import Autosave, Blog, Post, kept_form
from blogsite.models.autosave import Mark, Place
from blogsite.models.errors import Invalid
from blogsite.web import browser_copies
from blogsite.web.current import current

_OURS = {"csrf_token", "writer", "kept", "autosave", "sequence", "grown_from"}
"""What an editor's form carries beside what is written in it."""


class Kept(Protocol):
    """The kept forms that an editor's page offers."""

    @property
    def stand_in(self) -> Sequence[Mark]: ...

    @property
    def wait(self) -> Sequence[Mark]: ...


class Fields(Protocol):
    """An editor's form."""

    def put_in(self, written: Mapping[str, Sequence[str]]) -> None: ...

    def holds(self, written: Mapping[str, Sequence[str]]) -> bool: ...


@dataclass(frozen=True, kw_only=True)
class Unsaved:
    """What an editor's page says of autosaves.

    Arguments:
        key: of this page.
        grown_from: marks of what is in its form, and goes when that is saved.
        put_in: what was taken up here.
        others: what else is there and says something else than the form.
        known: the keys of all that the page offers.
        held: marks of what stands in its form, or in a kept form that it offers.
        answered: whether the page answers a form, which is not saved then.
    """

    key: str
    grown_from: str
    put_in: Autosave | None
    others: Sequence[Autosave]
    known: str
    held: str
    answered: bool


def keep(place: Place) -> dict[str, object]:
    """Put aside what the form of this request holds; what its script is told.

    Raises:
        Invalid: it is no form of ours, or too much.
        TooOften: there were too many lately.
    """
    mark = _own_mark()
    if mark is None:
        raise Invalid(_("This form is damaged."))
    # In this browser somebody else may have signed in since the page was opened.
    if not by_its_writer():
        abort(401)
    kept = Autosave.keep(
        {name: values for name, values in request.form.lists() if name not in _OURS},
        mark=mark,
        place=place,
        user=current.writer,
        user_agent=current.device.agent,
        grown_from=_grown_from(),
    )
    return {
        "state": "kept" if kept.open else "closed",
        "sequence": kept.sequence,
        "editor": urls.autosave(kept),
    }


def put_aside(place: Place) -> Autosave:
    """Put aside what the form of this request holds, while somebody goes elsewhere for a moment.

    Raises:
        Invalid: it is too much.
        TooOften: there were too many lately.
    """
    # Without a script nothing counts what changes in a page.
    now = round(clock.now().timestamp() * 1000)
    page = _own_mark() or Mark.read(request.form.get("autosave", ""), str(now))
    return Autosave.keep(
        {name: values for name, values in request.form.lists() if name not in _OURS},
        mark=Mark(
            key=page.key if page else secrets.token_urlsafe(16),
            sequence=max(page.sequence if page else 0, now),
        ),
        place=place,
        user=current.writer,
        user_agent=current.device.agent,
        grown_from=_grown_from(),
    )


def left_for(blog: Blog) -> Autosave | None:
    """What somebody has left to look at the pictures of a blog, and wants to go back to."""
    wanted = _id(request.args.get("autosave", ""))
    if wanted is None:
        return None
    own = {"_id": wanted, "user_id": current.writer.id, "blog_id": blog.id}
    return Autosave.find(own)


def by_its_writer() -> bool:
    """Whether whoever is signed in is whom the page of this request was made for."""
    return bool(kept_form.writer(request.form.get("writer", "")) == current.writer.id)


def marks() -> list[Mark]:
    """What the form of this request has grown from, itself included: saved, it is obsolete."""
    own = _own_mark()
    return [*([own] if own else []), *_grown_from()]


def offer(form: Fields, *, blog: Blog, post: Post | None = None, kept: Kept) -> Unsaved:
    """What waits for an editor's page; an autosave that was asked for is put in.

    Arguments:
        form: of that page; what was kept of it is put in already.
        blog: where is written.
        post: what is edited; left out, a new one.
        kept: the kept forms that the page offers. Of what they hold nothing is offered twice.
    """
    place = Place(blog_id=blog.id, post_id=post.id if post else None)
    waiting = Autosave.at_place(place, user=current.writer)
    answered = request.method == "POST"
    wanted = None if answered else _id(request.args.get("autosave", ""))
    put_in = next((one for one in waiting if one.id == wanted), None)
    if put_in:
        form.put_in(put_in.written)
    stand_in = [*(marks() if answered else []), *kept.stand_in]
    waiting = [one for one in waiting if one is put_in or not one.is_in(stand_in)]
    same = [one for one in waiting if one is put_in or form.holds(one.written)]
    others = [one for one in waiting if one not in same and not one.is_in(kept.wait)]
    grown_from = dict.fromkeys([*stand_in, *(one.mark for one in same)])
    return Unsaved(
        key=secrets.token_urlsafe(16),
        grown_from=" ".join(map(str, grown_from)),
        put_in=put_in,
        others=others,
        known=" ".join(one.key for one in ([put_in] if put_in else []) + others),
        held=" ".join(map(str, dict.fromkeys([*stand_in, *kept.wait]))),
        answered=answered,
    )


def discard(autosave_id: ObjectId) -> Autosave | None:
    """Throw one away, with the page that it was taken up in."""
    also = marks()
    found = Autosave.discard(autosave_id, also=also, user=current.writer)
    browser_copies.forget([*([found.mark] if found else []), *also])
    return found


def _own_mark() -> Mark | None:
    return Mark.read(request.form.get("autosave", ""), request.form.get("sequence", ""))


def _grown_from() -> list[Mark]:
    return Mark.read_all(request.form.get("grown_from", ""))


def _id(given: Any) -> ObjectId | None:
    try:
        return ObjectId(given)
    except InvalidId:
        return None
