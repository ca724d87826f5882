"""Forms that came too late to be saved: kept for the browser that sent them, and offered there."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bson import ObjectId
from bson.errors import InvalidId
from flask import Response, after_this_request, current_app, flash, redirect, request
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _

from blogsite import urls
from blogsite.models import Blog, KeptForm, Post, kept_form
from blogsite.models.autosave import Mark
from blogsite.models.errors import Invalid, TooOften
from blogsite.web import autosaving, browser_copies
from blogsite.web.current import current
from blogsite.web.origins import from_our_page
from blogsite.web.returning import here

ENDPOINTS = (
    *("posts.new", "posts.edit", "previews.of_new", "previews.of_edited"),
    *("covers.of_new", "covers.of_edited"),
    *("autosaves.pictures_for_new", "autosaves.pictures_for_edited"),
)
NOTHING_TYPED = ("table.act",)
_WORD = re.compile(r"[0-9A-Za-z_-]{43}")


class SignedOut(Exception):
    """Somebody has written something, and is no longer signed in."""


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What an editor's page says of kept forms: the one that is put in, and the others."""

    put_in: KeptForm | None
    others: Sequence[KeptForm] = ()

    @property
    def stand_in(self) -> list[Mark]:
        """Marks of autosaves whose words are put in."""
        return self.put_in.autosaves if self.put_in else []

    @property
    def wait(self) -> list[Mark]:
        """Marks of autosaves whose words the others hold."""
        return marks(self.others)


def written() -> dict[str, str]:
    """What the form of this request holds; nothing where nobody has written a word."""
    if request.method != "POST" or request.endpoint not in ENDPOINTS:
        return {}
    sent = {name: request.form[name] for name in kept_form.FIELDS if name in request.form}
    fields = {name: kept_form.fit_to_keep(name, words) for name, words in sent.items()}
    return fields if any(fields.get(name, "").strip() for name in kept_form.WORDS) else {}


def keep() -> Answer | None:
    """Keep the form of this request and lead to where it goes on; None where that cannot be.

    Only what a page of ours has sent: nobody else is to put words into a writer's mouth.
    """
    fields = written()
    if not fields or not from_our_page():
        return None
    word = _word() or secrets.token_urlsafe(32)
    place = request.view_args or {}
    try:
        kept = KeptForm.keep(
            fields,
            word=word,
            device=current.device,
            blog_id=place.get("blog_id"),
            post_id=place.get("post_id"),
            user_id=_writer(),
            grown_from=_id(request.form.get("kept", "")),
            holds=autosaving.marks(),
        )
    except (Invalid, TooOften):
        return None
    _remember(word)
    return _onward(kept)


def led_back() -> Answer | None:
    """The way by the sign-in page back to where nothing was typed that could be lost."""
    if current.user is not None or request.endpoint not in NOTHING_TYPED:
        return None
    flash(_("You were signed out meanwhile. Nothing was done: sign in and choose once more."))
    return redirect(urls.login(then=here()))


def offer(form_keeps: str | None, *, blog: Blog, post: Post | None = None) -> Offer:
    """What waits in this browser for an editor's page.

    Arguments:
        form_keeps: the id that a form sent along, of what had been put into it.
        blog: where is written.
        post: what is edited; left out, a new one.
    """
    word = _word()
    if not word:
        return Offer(put_in=None)
    wanted = _id(request.args.get("kept", "") if request.method == "GET" else form_keeps or "")
    waiting = KeptForm.waiting(word, user=current.writer, blog=blog, post=post)
    put_in = next((one for one in waiting if one.id == wanted), None)
    return Offer(put_in=put_in, others=[one for one in waiting if one is not put_in])


def listed(blog: Blog | None = None) -> Sequence[KeptForm]:
    """What waits in this browser for whoever is signed in, in a blog or in all of theirs."""
    word = _word()
    # It stands on the first page of a list.
    if not word or {"before", "after"} & set(request.args):
        return ()
    return KeptForm.listed(word, user=current.writer, blog=blog)


def marks(kept: Sequence[KeptForm]) -> list[Mark]:
    """Up to where the words of autosaves are in kept forms."""
    return [mark for one in kept for mark in one.autosaves]


def throw_away(kept_id: ObjectId | str | None) -> KeptForm | None:
    """Forget a kept form of this browser: it is saved by now, or not wanted."""
    word, wanted = _word(), _id(kept_id or "")
    if not word or wanted is None:
        return None
    found = KeptForm.throw_away(wanted, word=word, user=current.writer)
    browser_copies.forget(found.autosaves if found else [])
    return found


def _writer() -> Any:
    """Who has written the form: its page says it, else the session does, even when it is over."""
    marked = kept_form.writer(request.form.get("writer", ""))
    return marked or (current.user.id if current.user else current.former_id)


def _onward(kept: KeptForm) -> Answer:
    page = urls.kept_form(kept)
    if current.user is None:
        flash(_("You were signed out meanwhile. What you wrote is kept: sign in and go on."))
        return redirect(urls.login(then=page))
    if kept.user_id != current.user.id:
        said = _("Somebody else wrote that, and it is kept for them: who signs in here finds it.")
        flash(said, "problem")
        return redirect(urls.blogs())
    flash(_("This form had grown old, so nothing is saved yet. Look once more, then save."))
    return redirect(page)


def _id(given: ObjectId | str) -> ObjectId | None:
    try:
        return ObjectId(given)
    except InvalidId:
        return None


def _word() -> str:
    word = request.cookies.get(_name(), "")
    return word if _WORD.fullmatch(word) else ""


def _remember(word: str) -> None:
    def set_cookie(response: Response) -> Response:
        response.set_cookie(
            _name(),
            word,
            max_age=int(kept_form.LIFETIME.total_seconds()),
            httponly=True,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            samesite="Lax",
        )
        return response

    after_this_request(set_cookie)


def _name() -> str:
    return f"{current_app.config['SESSION_COOKIE_NAME']}-kept"
